/** `web-prod-99`, `esx01.example.net`, `10.1.2.3`: what only a thing of the estate is called. */
const address = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const name = /^(?=[^\d]*\d)[a-z][a-z0-9]*(?:[-._/][a-z0-9]+)+$/i;
const notNames = /^(?:v?\d|(?:x|utf|sha|http|ipv|tls|ssl|tcp|udp|raid|cve|iso|rfc|kb|ku|vs|nw|st|in)-?\d)/i;

/** Where something stands on the web says nothing of what it is about: `g0.expr` in a link is the name of no thing. */
const link = /\b[a-z][a-z0-9+.-]*:\/\/\S+/gi;

/**
 * Words of a text that look like the name of a thing, and name none: whoever wrote them may mean something that is
 * not in the inventory, so that guessing at another would be wrong.
 */
export function unknownNames(text: string, known: readonly string[]): string[] {
  const named = known.map((one) => one.toLowerCase());
  const found = text.replace(link, ' ').match(/[\p{L}\p{N}](?:[\p{L}\p{N}._/-]*[\p{L}\p{N}])?/gu) ?? [];
  return [...new Set(found)].filter((word) => {
    const bare = word.toLowerCase();
    if (!address.test(bare) && (!name.test(bare) || notNames.test(bare))) return false;
    return !named.some((one) => one.includes(bare) || (one.length > 3 && bare.includes(one)));
  });
}
