import { describe, expect, it } from 'vitest';
import { bestLines } from './best-lines.ts';

/** A passage in which each of the words was asked for. */
function passage(text: string, ...words: readonly string[]) {
  const ranges = words.flatMap((word) =>
    [...text.matchAll(new RegExp(word, 'g'))].map(({ index }): [number, number] => [
      index,
      index + word.length,
    ]),
  );
  return { text, ranges: ranges.toSorted(([a], [b]) => a - b) };
}

const table = ['Host | Service', ...Array.from({ length: 20 }, (_, i) => `esx-${i + 10} | NTP`)].join('\n');

describe('Lines of a passage that are shown', () => {
  it('are the head of a table and the rows that were asked for', () => {
    expect(bestLines(passage(table, 'esx-27'))).toEqual({
      lines: ['Host | Service', 'esx-27 | NTP'],
      more: 19,
    });
  });

  it('are the first rows of a table in which none was asked for', () => {
    expect(bestLines(passage(table, 'Service')).lines).toEqual(table.split('\n').slice(0, 6));
  });

  it('are the piece of a text with most words, in its order, without empty lines', () => {
    const text = [
      'One.',
      '',
      'Two.',
      'Three.',
      'Four.',
      'Five.',
      'Six.',
      'Seven disk.',
      'Eight failed.',
    ].join('\n');
    expect(bestLines(passage(text, 'disk', 'failed'))).toEqual({
      lines: ['Three.', 'Four.', 'Five.', 'Six.', 'Seven disk.', 'Eight failed.'],
      more: 2,
    });
  });

  it('are the beginning of a text that was found otherwise', () => {
    expect(bestLines(passage('One.\nTwo.'))).toEqual({ lines: ['One.', 'Two.'], more: 0 });
  });
});
