import { BookText } from 'lucide-react';
import type { Block } from '../../../shared/model/block.ts';
import { cleanText } from '../../../shared/clean-text.ts';
import { numberedSources } from '../../../shared/prose-sources.ts';
import { links } from '../../app/links.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { useMomentText } from '../../ui/moment.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { usePage } from './page-context.ts';
import classes from './prose-view.module.css';

/** What a language model wrote of a section. Each sentence tells what bears it out; all of it lies beneath. */
export function ProseView({ block }: { block: Extract<Block, { t: 'prose' }> }) {
  const text = useText().documents.prose;
  const moment = useMomentText();
  const { hrefOf } = usePage();
  const { sentences, omitted, model, writtenAt, stale, about } = block;
  const { numbers, sources } = numberedSources(sentences);
  const told = ({ name, paths }: (typeof sources)[number]) => `${name} (${paths.join(', ')})`;
  return (
    <div className={classes['prose']} role="group" aria-label={text.about[about]} data-stale={stale}>
      {stale && (
        <div className={classes['stale']}>
          <StatusMark status="warning" label={text.stale} />
        </div>
      )}
      {sentences.length > 0 && (
        <p className={classes['text']}>
          {sentences.map((sentence, i) => {
            const own = (numbers[i] ?? []).flatMap((n) => sources[n - 1] ?? []);
            const said = cleanText(sentence.text);
            if (own.length === 0) return <span key={i}>{said} </span>;
            return (
              <span key={i}>
                <span className={classes['sentence']} data-sources={own.map(told).join('; ')} tabIndex={0}>
                  {said}
                </span>{' '}
              </span>
            );
          })}
        </p>
      )}
      <p className={classes['notes']}>
        <BookText size={12} aria-hidden />
        <span>{text.written(cleanText(model), moment(writtenAt).absolute)}</span>
        {omitted > 0 && <span>{text.omitted(omitted)}</span>}
      </p>
      {sources.length > 0 && (
        <details className={classes['sources']}>
          <summary>{text.sources(sources.length)}</summary>
          <ol>
            {sources.map(({ id, name, paths }) => (
              <li key={id}>
                <a href={hrefOf(links.entity(id))} data-entity={id}>
                  {cleanText(name)}
                </a>
                {` ${paths.join(', ')}`}
              </li>
            ))}
          </ol>
        </details>
      )}
    </div>
  );
}
