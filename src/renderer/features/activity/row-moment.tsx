import { useMomentText } from '../../ui/moment.tsx';

/** How long ago, in a row of a long table: the exact time is the browser's own tooltip, which costs nothing. */
export function RowMoment({ at }: { at: string }) {
  const { relative, absolute } = useMomentText()(at);
  return (
    <time dateTime={at} title={absolute}>
      {relative}
    </time>
  );
}
