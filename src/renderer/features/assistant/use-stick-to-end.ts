import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';

/** Nearer to the end than this counts as at the end. */
const nearPx = 24;

/**
 * Keeps the end in sight while something grows, for as long as the reader is there; whoever scrolled up is left where
 * they read, and told that there is more.
 */
export function useStickToEnd(
  scroll: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
): { readonly atEnd: boolean; readonly goToEnd: () => void } {
  const [atEnd, setAtEnd] = useState(true);
  const stuck = useRef(true);
  const goToEnd = useCallback(() => {
    stuck.current = true;
    setAtEnd(true);
    const { current } = scroll;
    if (current) current.scrollTop = current.scrollHeight;
  }, [scroll]);
  useEffect(() => {
    const place = scroll.current;
    const grows = content.current;
    if (!place || !grows) return;
    let height = place.clientHeight;
    const look = () => {
      // A panel that became lower, as the box below it grew, is no scrolling.
      if (place.clientHeight !== height) {
        height = place.clientHeight;
        if (stuck.current) place.scrollTop = place.scrollHeight;
        return;
      }
      stuck.current = place.scrollHeight - place.scrollTop - place.clientHeight < nearPx;
      setAtEnd(stuck.current);
    };
    const observer = new ResizeObserver(() => {
      height = place.clientHeight;
      if (stuck.current) place.scrollTop = place.scrollHeight;
      else setAtEnd(place.scrollHeight - place.scrollTop - place.clientHeight < nearPx);
    });
    observer.observe(grows);
    observer.observe(place);
    place.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      place.removeEventListener('scroll', look);
    };
  }, [scroll, content]);
  return { atEnd, goToEnd };
}
