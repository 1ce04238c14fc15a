import { useEffect, type RefObject } from 'react';
import { useSearchParams } from 'wouter';
import { useSectionInAddress } from './document-address.ts';
import { quoteRanges } from './quote-place.ts';

/** As `::highlight()` in page.module.css has it. */
const name = 'quote';

/** The quote that the address names. */
export function useQuoteInAddress(): string | undefined {
  const [search] = useSearchParams();
  const quote = search.get('quote');
  return quote === null || quote.trim() === '' ? undefined : quote;
}

/**
 * Marks what the address quotes where it stands, and brings it in sight: in the section that the address names, or
 * anywhere on the page. `drawn`: how much of the page is there.
 */
export function useQuoteMark(scroll: RefObject<HTMLElement | null>, drawn: unknown): void {
  const quote = useQuoteInAddress();
  const section = useSectionInAddress();
  useEffect(() => {
    const page = scroll.current;
    if (!page || quote === undefined || !('highlights' in CSS)) return;
    let gone = false;
    let wasShown = false;
    const mark = () => {
      const named =
        section === undefined ? null : page.querySelector(`[data-section="${CSS.escape(section)}"]`);
      const ranges = quoteRanges(named ?? page, quote);
      const [first] = ranges;
      if (gone || first === undefined) return;
      CSS.highlights.set(name, new Highlight(...ranges));
      if (wasShown) return;
      wasShown = true;
      // Only the page itself scrolls, not what is around it.
      page.scrollTop +=
        first.getBoundingClientRect().top - page.getBoundingClientRect().top - page.clientHeight / 3;
    };
    // After the page went to its section; a long table draws the row that it is told to show a moment later.
    const frame = requestAnimationFrame(mark);
    const observer = new MutationObserver(mark);
    observer.observe(page, { childList: true, subtree: true });
    return () => {
      gone = true;
      cancelAnimationFrame(frame);
      observer.disconnect();
      CSS.highlights.delete(name);
    };
  }, [scroll, quote, section, drawn]);
}
