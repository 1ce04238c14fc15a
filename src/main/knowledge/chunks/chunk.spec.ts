import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../../../../test/support/property.ts';
import { chunkSize, chunkText } from './chunk.ts';

const long = (word: string) => `${word} `.repeat(100).trim();

it.each([
  ['fences that nothing closes', '```json\n'.repeat(100_000)],
  ['links that never end, in one heading', `# ${'[a](#'.repeat(20_000)}`],
  ['blanks, in one heading', `# a${' '.repeat(100_000)}b`],
  ['letters, in one line', 'a'.repeat(2_000_000)],
])('a text that is made to take long is cut in no time: %s', (_, text) => {
  const began = performance.now();
  const { chunks } = chunkText(text, 'x');
  expect(performance.now() - began).toBeLessThan(500);
  expect(chunks.length).toBeGreaterThan(0);
});

describe('a text is cut', () => {
  it('by headings, with their path', () => {
    const text = `# Title\n\n${long('a')}\n\n## One\n\n${long('bbbbb')}\n\n### Deep\n\n${long('ccccc')}\n\n## Two\n\n${long('ddddd')}`;
    const { title, chunks } = chunkText(text, 'file');
    expect(title).toBe('Title');
    expect(chunks.map(({ headings }) => headings)).toEqual([[], ['One'], ['One', 'Deep'], ['Two']]);
  });

  it.each([
    ['AsciiDoc', '= Title\n\n== Part\n\ntext', 'Title'],
    ['underlined', 'Title\n=====\n\ntext', 'Title'],
    ['without any heading', 'only text', 'file'],
    ['with front matter', '---\nauthor: x\n---\n# Title\n\ntext', 'Title'],
  ])('also when it is %s', (_, text, title) => {
    const found = chunkText(text, 'file');
    expect(found.title).toBe(title);
    expect(found.chunks.at(-1)?.text).toContain('text');
  });

  it('never within code that is small, nor where a comment in it looks like a heading', () => {
    const code = `\`\`\`sh\n# not a heading\n${'run this\n'.repeat(100)}\`\`\``;
    const { chunks } = chunkText(`# T\n\n${long('before')}\n\n${code}\n\n${long('after')}`, 'file');
    expect(chunks.some(({ text }) => text.includes(code))).toBe(true);
    expect(chunks.every(({ headings }) => headings.length === 0)).toBe(true);
  });

  it('with a ruler above what is no front matter', () => {
    expect(chunkText('---\nword\n---', 'file').chunks[0]?.text).toContain('word');
  });

  it('after a line of dashes around a note, which is no heading', () => {
    const { chunks } = chunkText('# T\n\n[NOTE]\n----\nMind the gap.\n----\n\nmore', 'file');
    expect(chunks).toEqual([{ headings: [], text: '[NOTE]\n----\nMind the gap.\n----\n\nmore' }]);
  });

  it('at lines where a table is long, its head above every piece', () => {
    const rows = Array.from({ length: 200 }, (_, row) => `| host-${row} | 10.0.0.${row} |`);
    const { chunks } = chunkText(`# T\n\n| host | address |\n| --- | --- |\n${rows.join('\n')}`, 'file');
    expect(chunks.length).toBeGreaterThan(2);
    for (const { text } of chunks) expect(text).toMatch(/^\| host \| address \|/);
  });

  it('so that a heading with nothing under it is found as well', () => {
    expect(chunkText('# Only a title', 'file').chunks).toEqual([{ headings: [], text: 'Only a title' }]);
    const { chunks } = chunkText('# T\n\ntext\n\n## Bare\n\n## Next\n\nmore', 'file');
    expect(chunks.map(({ headings, text }) => [...headings, text])).toEqual([
      ['text'],
      ['Bare', 'Bare'],
      ['Next', 'more'],
    ]);
  });

  it('although code is never closed', () => {
    const { chunks } = chunkText(`# T\n\n\`\`\`\nopen\n\n## Later\n\n${long('text')}`, 'file');
    expect(chunks.at(-1)?.headings).toEqual(['Later']);
  });

  it('so that no word is lost and none is too long, whatever it is', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '',
        '# H',
        '## G',
        '```',
        '----',
        '| a | b |',
        '| - | - |',
        '---',
        '===',
        '~~~',
        '[NOTE]',
      ),
      fc.stringMatching(/^[a-z]{1,12}( [a-z]{1,12}){0,40}$/),
      fc.stringMatching(/^[a-z]{2000,4000}$/),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
        const { title, chunks } = chunkText(lines.join('\n'), 'file');
        const all = [title, ...chunks.flatMap(({ headings, text }) => [...headings, text])].join('\n');
        const joined = all.replaceAll(/\s/g, '');
        const words = lines
          .flatMap((one) => one.match(/[a-z]+/g) ?? [])
          .filter((word) => word.length < 1_000);
        expect(words.filter((word) => !joined.includes(word))).toEqual([]);
        for (const { text } of chunks) expect(text.length).toBeLessThanOrEqual(chunkSize * 3);
      }),
      { numRuns: propertyRuns(100, 3_000) },
    );
  });
});
