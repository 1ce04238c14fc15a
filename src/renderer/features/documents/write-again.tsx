import type { ReactNode } from 'react';
import { useAdoptNext } from './adopt-next.ts';
import { usePage } from './page-context.ts';
import { useWrite } from './use-write.ts';

/** Writes this page again, and shows what came of it: the reader asked for it. */
export function WriteAgain(props: { force?: boolean; render: (start: () => void) => ReactNode }) {
  const { id, current } = usePage();
  const { start, busy, prevented } = useWrite();
  const adoptNext = useAdoptNext();
  if (!current || busy || prevented !== undefined) return null;
  return props.render(() => {
    adoptNext();
    start({ ids: [id], ...(props.force === true && { force: true }) });
  });
}
