import { cleanText } from '../../../shared/clean-text.ts';
import type { Block } from '../../../shared/model/block.ts';
import { digestText } from '../../inventory/digest.ts';
import { blockText } from '../plain-text.ts';

/** What a section shows, as plain lines: all that its prose may tell of. */
export function factLines(blocks: readonly Block[]): readonly string[] {
  return blocks
    .filter(({ t }) => t !== 'diagram' && t !== 'prose')
    .flatMap((block) => blockText(block).split('\n'))
    .map((line) => cleanText(line).trim())
    .filter((line) => line !== '');
}

/** Equal digests: nothing that the prose was written from has changed. */
export function factsDigest(blocks: readonly Block[]): string {
  return digestText(factLines(blocks).join('\n'));
}

/** The first lines that fit, and how many do not. */
export function boundedFacts(
  lines: readonly string[],
  mostCharacters: number,
): { readonly text: string; readonly leftOut: number } {
  let length = 0;
  const taken: string[] = [];
  for (const line of lines) {
    const short = line.length > longestLine ? `${line.slice(0, longestLine)} …` : line;
    length += short.length + 1;
    if (length > mostCharacters) break;
    taken.push(short);
  }
  return { text: taken.join('\n'), leftOut: lines.length - taken.length };
}

const longestLine = 400;
