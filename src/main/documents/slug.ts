import { digestText } from '../inventory/digest.ts';

/**
 * A name as one segment of a document id: `prod-a` stays, `Prod A/2` becomes `prod-a-2-<digest>`. What had to be
 * altered carries a digest of the name, and so does what looks as if it did: two names never share a page. At most 60
 * characters.
 */
export function slug(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  if (plain !== '' && plain === name && plain.length <= 60 && !looksDigested.test(plain)) return plain;
  const digest = digestText(name).slice(0, 6);
  return plain === '' ? digest : `${plain.slice(0, 53).replace(/-+$/, '')}-${digest}`;
}

const looksDigested = /(?:^|-)[0-9a-f]{6}$/;
