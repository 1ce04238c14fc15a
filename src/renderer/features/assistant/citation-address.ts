import type { Citation } from '../../../shared/model/citation.ts';
import type { Instant } from '../../../shared/model/ids.ts';
import { withMoment } from '../../app/carry-as-of.ts';
import { links } from '../../app/links.ts';

/** A quote in an address is as long as it takes to find the place. */
const longestQuote = 400;

/**
 * Where a source is opened: the passage itself, marked, or the entity. Absent: it has no place of its own in the
 * console.
 * @param at the moment that the question was about
 */
export function citationAddress(citation: Citation, at?: Instant): string | undefined {
  const address = placeOf(citation);
  return address === undefined || at === undefined
    ? address
    : withMoment(address, `at=${encodeURIComponent(at)}`);
}

function placeOf(citation: Citation): string | undefined {
  switch (citation.is) {
    case 'passage': {
      const { origin, quote, gone } = citation;
      if (gone === true) return undefined;
      switch (origin.is) {
        case 'document':
          return links.quote(origin.document, origin.section, shortened(quote));
        case 'note':
          return links.quote(origin.document, undefined, shortened(quote));
        case 'file':
          return undefined;
      }
      return undefined;
    }
    case 'entity':
      return links.entity(citation.id);
    case 'change':
      return links.entity(citation.entity);
    case 'ticket':
      return links.ticket(citation.ticket);
    case 'tool':
      return undefined;
  }
}

function shortened(quote: string): string {
  if (quote.length <= longestQuote) return quote;
  const cut = quote.slice(0, longestQuote);
  return cut.slice(0, Math.max(cut.lastIndexOf(' '), cut.lastIndexOf('\n'), longestQuote / 2));
}
