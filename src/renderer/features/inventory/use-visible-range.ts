import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';

export interface VisibleRange {
  /** First and last row to be drawn. */
  readonly first: number;
  readonly last: number;
}

/** Rows drawn above and below what is in sight, and by how many rows the range moves at once. */
const overscan = 8;
const step = 6;

/**
 * Which rows of a long list are to be drawn. All rows have one height, so this is arithmetic; a screen is drawn in
 * the same frame in which it is scrolled to.
 */
export function useVisibleRange(options: {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly rowHeight: number;
  /** What stays above the rows: the titles of the columns. */
  readonly headHeight: number;
  readonly total: number;
}): VisibleRange & {
  readonly rowsInSight: () => number;
  readonly firstInSight: () => number;
  readonly scrollTo: (index: number) => void;
} {
  const { scroller, rowHeight, headHeight, total } = options;
  const [range, setRange] = useState<VisibleRange>({ first: 0, last: 40 });
  const shown = useRef(range);
  /** As measured last: asking the page again right after it was changed would have it laid out on the spot. */
  const inSight = useRef({ first: 0, count: 40 });

  const measure = useCallback((): VisibleRange => {
    const element = scroller.current;
    if (!element) return shown.current;
    const top = Math.floor(element.scrollTop / rowHeight);
    const count = Math.ceil(Math.max(0, element.clientHeight - headHeight) / rowHeight);
    inSight.current = { first: top, count };
    const first = Math.max(0, Math.floor((top - overscan) / step) * step);
    const last = Math.max(0, Math.min(total - 1, Math.ceil((top + count + overscan) / step) * step));
    return { first, last };
  }, [scroller, rowHeight, headHeight, total]);

  const apply = useCallback(
    (sync: boolean) => {
      const next = measure();
      if (next.first === shown.current.first && next.last === shown.current.last) return;
      shown.current = next;
      if (sync) flushSync(() => setRange(next));
      else setRange(next);
    },
    [measure],
  );

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    apply(false);
    const onScroll = () => {
      // Only a table that is scrolled aside has something slide below what is pinned.
      element.toggleAttribute('data-aside', element.scrollLeft > 0);
      apply(true);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    const observer = new ResizeObserver(() => apply(false));
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, [scroller, apply]);

  const rowsInSight = useCallback(() => Math.max(1, inSight.current.count - 1), []);
  const firstInSight = useCallback(() => inSight.current.first, []);
  const scrollTo = useCallback(
    (index: number) => {
      const element = scroller.current;
      if (!element) return;
      const top = index * rowHeight;
      const room = element.clientHeight - headHeight - rowHeight;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (top > element.scrollTop + room) element.scrollTop = top - room;
      // Drawn together with whatever else the key changes; the scroll event then finds nothing left to do.
      apply(false);
    },
    [scroller, headHeight, rowHeight, apply],
  );
  return { ...range, rowsInSight, firstInSight, scrollTo };
}
