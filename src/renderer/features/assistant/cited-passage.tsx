import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import type { TextRange } from '../../ui/marked-ranges.tsx';
import { PassageText, PassageWindow } from '../../ui/passage-window.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useAgeOf } from './citation-card.tsx';
import type { PassageCitation } from './citations-context.ts';

/** The passage of an imported file that an answer cites, with what is quoted of it marked. */
export function CitedPassage({ citation, onClose }: { citation: PassageCitation; onClose: () => void }) {
  const { sources } = useText().assistant;
  const age = useAgeOf()(citation);
  const { data, error, isPending, refetch } = useCall('knowledge.passage', { id: citation.passage });
  const { origin, headings, title, quote } = citation;
  const place = origin.is === 'file' ? sources.inFile(`${origin.folder}/${origin.file}`) : origin.document;
  return (
    <PassageWindow title={title} where={[place, ...headings]} age={age} onClose={onClose}>
      {isPending ? (
        <SkeletonRows rows={6} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data.passage === undefined ? (
        <>
          <StatusMark status="warning" label={sources.goneHint} wrap />
          <PassageText text={quote} ranges={rangesOf(quote, quote)} />
        </>
      ) : (
        <PassageText text={data.passage.text} ranges={rangesOf(data.passage.text, quote)} />
      )}
    </PassageWindow>
  );
}

function rangesOf(text: string, quote: string): readonly TextRange[] {
  const at = text.indexOf(quote);
  return quote === '' || at === -1 ? [] : [[at, at + quote.length]];
}
