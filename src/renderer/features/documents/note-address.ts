/** Where a link of a note leads: a place in this application, a site, or nowhere that a link may lead to. */
export type NoteAddress =
  | { readonly to: 'inside'; readonly path: string }
  | { readonly to: 'outside'; readonly url: string }
  | { readonly to: 'nowhere' };

const protocols = new Set(['http:', 'https:', 'mailto:']);
const screens = /^\/(inventory|topology|documents|tickets|remediation|activity|settings)(?=$|[/?#])/;

export function noteAddress(href: string | undefined): NoteAddress {
  if (href === undefined || href === '') return { to: 'nowhere' };
  if (screens.test(href)) return { to: 'inside', path: href };
  // Without a protocol of its own it would be read against the address of this page.
  if (!/^[a-z][a-z0-9+.-]*:/i.test(href) || !URL.canParse(href)) return { to: 'nowhere' };
  const url = new URL(href);
  if (!protocols.has(url.protocol) || url.username !== '' || url.password !== '') return { to: 'nowhere' };
  return { to: 'outside', url: url.href };
}
