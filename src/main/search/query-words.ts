import { charactersOf, fold, type CharacterSet } from './fold.ts';
import { mayHaveError } from './word-match.ts';

/** One word that was typed, ready to be looked for. */
export interface QueryWord {
  readonly text: string;
  readonly characters: CharacterSet;
  /** The same without its signs, when it may be a MAC address, WWN or UUID: those are kept as hex digits alone. */
  readonly hex?: { readonly text: string; readonly characters: CharacterSet };
  readonly mayHaveError: boolean;
}

const mostWords = 8;
const hexWithSigns = /^[0-9a-f]{2,}(?:[:.-][0-9a-f]{2,})+$/;

export function queryWords(typed: string): QueryWord[] {
  return [...new Set(fold(typed).split(/\s+/))]
    .filter((word) => word !== '')
    .slice(0, mostWords)
    .map((text) => {
      const hex = hexWithSigns.test(text) ? text.replaceAll(/[:.-]/g, '') : undefined;
      return {
        text,
        characters: charactersOf(text),
        ...(hex !== undefined && hex.length >= 6 && { hex: { text: hex, characters: charactersOf(hex) } }),
        mayHaveError: mayHaveError(text),
      };
    });
}
