/** On every answer: nothing is guessed about types, nothing is framed, nothing is told to other sites. */
export const commonHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/** For what is no page of ours. */
export const dataPolicy = "default-src 'none'; frame-ancestors 'none'";

/** Documents as HTML carry their style and pictures with them; they run nothing. */
export const documentPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox allow-popups";

const inPage = /<meta\s+http-equiv="Content-Security-Policy"\s+content="([^"]+)"/;

/**
 * The policy that the page states itself, and what only a header can say: so there is one place where it is kept.
 * @returns the policy of data when the page states none: it would run nothing, which is seen at once
 */
export function pagePolicy(html: string): string {
  const stated = inPage.exec(html)?.[1];
  return stated === undefined
    ? dataPolicy
    : `${stated}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;
}
