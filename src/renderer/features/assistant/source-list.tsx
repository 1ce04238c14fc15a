import { Link } from 'wouter';
import { cleanText } from '../../../shared/clean-text.ts';
import type { Citation } from '../../../shared/model/citation.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { Disclosure } from './disclosure.tsx';
import { EvidenceInShort, kindOf, sourceTitle, useAgeOf } from './citation-card.tsx';
import { useSourceDoor } from './use-open-source.ts';
import classes from './citation.module.css';

/** Up to this many sources are shown without being asked for. */
const fewSources = 4;

/** What an answer rests on: each with what it says, where it stands and how old it is. */
export function SourceList(props: {
  citations: readonly Citation[];
  /** Not shown until asked for, however few they are. */
  folded?: boolean;
}) {
  const { citations, folded = false } = props;
  const { answer } = useText().assistant;
  return (
    <Disclosure
      label={answer.sources(citations.length)}
      initiallyOpen={!folded && citations.length <= fewSources}
    >
      <ol className={classes['sources']}>
        {citations.map((citation) => (
          <Source key={citation.number} citation={citation} />
        ))}
      </ol>
    </Disclosure>
  );
}

function Source({ citation }: { citation: Citation }) {
  const text = useText();
  const age = useAgeOf()(citation);
  const door = useSourceDoor()(citation);
  const title = sourceTitle(citation);
  const headings = citation.is === 'passage' ? citation.headings.map(cleanText) : [];
  const name = [title, ...headings].join(' › ');
  return (
    <li className={classes['source']}>
      <span className={classes['number']}>{citation.number}</span>
      <span className={classes['sourceHead']}>
        {door === undefined ? (
          <span dir="auto">{name}</span>
        ) : door.is === 'link' ? (
          <Link href={door.href} onClick={door.onClick} className={classes['open'] ?? ''} dir="auto">
            {name}
          </Link>
        ) : (
          <button type="button" className={classes['open']} onClick={door.onClick} dir="auto">
            {name}
          </button>
        )}
        <span className={classes['dim']}>
          {kindOf(citation, text)} · {age}
          {citation.gone === true && ` · ${text.assistant.sources.gone}`}
        </span>
      </span>
      <EvidenceInShort citation={citation} />
    </li>
  );
}
