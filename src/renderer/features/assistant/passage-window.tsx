import { useEffect, useRef } from 'react';
import { cleanText } from '../../../shared/clean-text.ts';
import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { cleanLines } from '../../ui/markdown-tree.ts';
import { SkeletonRows } from '../../ui/loading.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useAgeOf } from './citation-card.tsx';
import type { PassageCitation } from './citations-context.ts';
import classes from './passage-window.module.css';

/** A passage of an imported file, as it stands there, with what is quoted of it marked. */
export function PassageWindow({ citation, onClose }: { citation: PassageCitation; onClose: () => void }) {
  const { sources } = useText().assistant;
  const age = useAgeOf()(citation);
  const { data, error, isPending, refetch } = useCall('knowledge.passage', { id: citation.passage });
  const { origin, headings, title } = citation;
  const place = origin.is === 'file' ? `${origin.folder}/${origin.file}` : '';
  return (
    <Dialog opened onClose={onClose} title={cleanText(title)} size={720}>
      <p className={classes['where']} dir="auto">
        {[sources.inFile(cleanText(place)), ...headings.map(cleanText)].join(' › ')} · {age}
      </p>
      {isPending ? (
        <SkeletonRows rows={6} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data.passage === undefined ? (
        <>
          <StatusMark status="warning" label={sources.goneHint} wrap />
          <Marked text={citation.quote} quote={citation.quote} />
        </>
      ) : (
        <Marked text={data.passage.text} quote={citation.quote} />
      )}
    </Dialog>
  );
}

function Marked({ text, quote }: { text: string; quote: string }) {
  const mark = useRef<HTMLElement>(null);
  useEffect(() => mark.current?.scrollIntoView?.({ block: 'nearest' }), []);
  const at = text.indexOf(quote);
  const end = at + quote.length;
  return (
    <pre className={classes['text']} dir="auto" tabIndex={0}>
      {at === -1 ? (
        cleanLines(text)
      ) : (
        <>
          {cleanLines(text.slice(0, at))}
          <mark ref={mark} className={classes['mark']}>
            {cleanLines(text.slice(at, end))}
          </mark>
          {cleanLines(text.slice(end))}
        </>
      )}
    </pre>
  );
}
