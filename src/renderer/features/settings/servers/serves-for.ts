import type { OutputOf } from '../../../../shared/contract/contract.ts';
import type { Catalogue } from '../../../i18n/catalogue.tsx';

/** What a server is good for here: who collects it, and what it is asked for. */
export function servesFor(
  { collectors, askedFor }: Pick<OutputOf<'sources.inspect'>, 'collectors' | 'askedFor'>,
  words: Catalogue['settings']['servers'],
): string {
  const read = collectors.map(({ domain, title }) => `${domain} (${title})`);
  const said = [
    ...(read.length > 0 ? [words.readBy(read)] : []),
    ...askedFor.map((what) => words.askedFor[what]),
  ];
  return said.length > 0 ? said.join(' ') : words.nobodyReads;
}
