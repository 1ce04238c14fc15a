import type { AroundNavHandler, HrefsFormatter } from 'wouter';

/**
 * The moment that the console shows stays while one moves between screens: every way to another place inside the
 * application takes `at` along, unless it names a moment of its own or says that it is exact.
 */
export interface LinkStateNavigation {
  readonly replace?: boolean;
  /** The address is meant as it stands: this is how `at` itself is taken away. */
  readonly exact?: boolean;
}

export const carryAsOf: AroundNavHandler = (navigate, to, options) => {
  if ((options as LinkStateNavigation | undefined)?.exact === true) {
    // Changes of what stands behind the question mark leave the place on the page alone.
    navigate(to.includes('#') ? to : to + location.hash, options);
    return;
  }
  navigate(withMoment(to, location.search), options);
};

/** What a link shows in the browser's status line, and opens in a new tab. */
export const hrefAsOf: HrefsFormatter = (href) => withMoment(href, location.search);

/** @param search of the place that one comes from */
export function withMoment(to: string, search: string): string {
  const at = new URLSearchParams(search).get('at');
  if (at === null || !to.startsWith('/')) return to;
  const [rest = '', hash] = to.split('#', 2);
  const [path = '', query = ''] = rest.split('?', 2);
  const params = new URLSearchParams(query);
  if (params.has('at')) return to;
  params.set('at', at);
  return `${path}?${params.toString()}${hash === undefined ? '' : `#${hash}`}`;
}
