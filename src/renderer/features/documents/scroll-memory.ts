import { useEffect, useRef, type RefObject } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { useSectionInAddress } from './document-address.ts';

/** How far each address was scrolled, for going back and for reloading. */
const storageKey = 'datacenter-docs.document-scroll';
const mostKept = 100;
let positions: Map<string, number> | undefined;

let cameBack = true;
addEventListener('popstate', () => {
  cameBack = true;
});
addEventListener('pushState', () => {
  cameBack = false;
});

function known(): Map<string, number> {
  if (positions) return positions;
  try {
    positions = new Map(JSON.parse(sessionStorage.getItem(storageKey) ?? '[]') as [string, number][]);
  } catch {
    positions = new Map();
  }
  return positions;
}

function remember(address: string, top: number): void {
  const all = known();
  all.delete(address);
  all.set(address, top);
  const [oldest] = all.keys();
  if (all.size > mostKept && oldest !== undefined) all.delete(oldest);
}

addEventListener('pagehide', () => {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify([...known()]));
  } catch {
    // Without storage a reload begins at the top.
  }
});

/** What is typed into the find box is no other place. */
function addressOf(path: string, search: URLSearchParams, section: string | undefined): string {
  const place = ['version', 'at', 'row', 'quote'].map((name) => search.get(name) ?? '');
  return [path, ...place, section ?? ''].join(' ');
}

/** The address leads to somewhere on the page, so all of it must be there. */
export function isGoneToAPlace(): boolean {
  if (location.hash.length > 1 || new URLSearchParams(location.search).has('quote')) return true;
  const address = addressOf(location.pathname, new URLSearchParams(location.search), undefined);
  return cameBack && (known().get(address) ?? 0) > 0;
}

/** Above a heading that was gone to, in pixels. */
const sectionMargin = 12;

/** Only the page itself scrolls, not what is around it. */
function scrollTo(place: HTMLElement, target: Element, margin: number): void {
  place.scrollTop += target.getBoundingClientRect().top - place.getBoundingClientRect().top - margin;
}

/**
 * Where the page stands when it is shown: where it was left when one comes back, at the section that the address
 * names, at the row that it names, or at its top. A newer text at the same address leaves it where it is.
 */
export function useScrollMemory(scroll: RefObject<HTMLElement | null>): void {
  const [path] = useLocation();
  const [search] = useSearchParams();
  const section = useSectionInAddress();
  const address = addressOf(path, search, section);
  const current = useRef(address);
  useEffect(() => {
    current.current = address;
    const place = scroll.current;
    if (!place) return;
    const before = cameBack ? known().get(address) : undefined;
    cameBack = false;
    if (before !== undefined) {
      place.scrollTop = before;
      return;
    }
    const row = place.querySelector('[data-target]');
    const heading = section === undefined ? null : document.getElementById(section);
    if (heading && place.contains(heading)) {
      const marked = row && heading.closest('section')?.contains(row) === true ? row : undefined;
      scrollTo(place, marked ?? heading, marked === undefined ? sectionMargin : place.clientHeight / 3);
      heading.focus({ preventScroll: true });
    } else place.scrollTop = 0;
  }, [address, scroll, section]);
  useEffect(() => {
    const place = scroll.current;
    if (!place) return;
    const note = () => remember(current.current, place.scrollTop);
    place.addEventListener('scroll', note, { passive: true });
    return () => place.removeEventListener('scroll', note);
  }, [scroll]);
}
