import { useEffect, useState, type RefObject } from 'react';
import { usePrinting } from './printing.ts';

/** How far out of sight something is made ready. */
const margin = '500px';

/** @returns true from when the element first came near the window, or the page is on its way to paper */
export function useNear(element: RefObject<Element | null>): boolean {
  const [near, setNear] = useState(false);
  const printing = usePrinting();
  useEffect(() => {
    const { current } = element;
    if (!current || near) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setNear(true);
      },
      { rootMargin: margin },
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, [element, near]);
  return near || printing;
}
