import uFuzzy from '@leeoniya/ufuzzy';
import type { PaletteCommand } from './commands.ts';

/** One character of a word may be wrong; words may come in any order. */
const fuzzy = new uFuzzy({ intraMode: 1, intraIns: 1, intraSub: 1, intraTrn: 1, intraDel: 1, unicode: true });

/** The commands that fit what was typed, best first. */
export function matchCommands(commands: readonly PaletteCommand[], typed: string): readonly PaletteCommand[] {
  const needle = typed.trim();
  if (needle === '') return commands;
  const haystack = commands.map(({ label, words = '' }) => `${label} ${words}`);
  const [indexes, info, order] = fuzzy.search(haystack, needle, 1);
  const found = info && order ? order.map((at) => info.idx[at] ?? -1) : (indexes ?? []);
  const lower = needle.toLowerCase();
  return (
    found
      .flatMap((index) => commands[index] ?? [])
      // What begins so comes before what has it somewhere.
      .toSorted((a, b) => Number(beginsWith(b, lower)) - Number(beginsWith(a, lower)))
  );
}

function beginsWith({ label, words = '' }: PaletteCommand, lower: string): boolean {
  return `${label} ${words}`
    .toLowerCase()
    .split(/[\s:,]+/)
    .some((word) => word.startsWith(lower));
}
