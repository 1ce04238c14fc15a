import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../../../test/support/property.ts';
import { createLineReader } from './line-reader.ts';
import { createLogTail } from './log-tail.ts';
import { createSseReader, type ServerSentEvent } from './sse-reader.ts';

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  let from = 0;
  for (let i = 0; from < bytes.length; i++) {
    const to = Math.min(bytes.length, from + Math.max(1, sizes[i % sizes.length] ?? 1));
    chunks.push(bytes.subarray(from, to));
    from = to;
  }
  return chunks;
}
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });

describe('lines', () => {
  const read = (chunks: readonly Buffer[], maxBytes = 1_000) => {
    const lines: string[] = [];
    const skipped: { head: string; tail: string; bytes: number }[] = [];
    let endless = 0;
    const reader = createLineReader({
      maxBytes,
      onLine: (line) => lines.push(line),
      onSkipped: (head, tail, bytes) => skipped.push({ head, tail, bytes }),
      onEndless: () => (endless += 1),
    });
    chunks.forEach((chunk) => reader.push(chunk));
    return { lines, skipped, endless };
  };

  it('come out whole, however they arrive', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' }).filter((text) => !/[\r\n]/.test(text))),
        sizes,
        (lines, how) => {
          const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
          expect(read(cut(bytes, how)).lines).toEqual(lines.filter((line) => line !== ''));
        },
      ),
      { numRuns: propertyRuns(200, 5_000) },
    );
  });

  it('that are too long are skipped with their ends, and the next one counts again', () => {
    const long = `{"head":1${'x'.repeat(1_500)}"id":7}`;
    const { lines, skipped } = read(cut(Buffer.from(`a\n${long}\nb\n`), [64]), 500);
    expect(lines).toEqual(['a', 'b']);
    expect(skipped[0]?.head.startsWith('{"head":1')).toBe(true);
    expect(skipped[0]?.tail.endsWith('"id":7}')).toBe(true);
    expect(skipped[0]?.bytes).toBe(long.length);
  });

  it('that do not end are given up, once', () => {
    const { lines, endless } = read(cut(Buffer.from('e'.repeat(10_000) + '\nlate\n'), [100]), 500);
    expect({ lines, endless }).toEqual({ lines: [], endless: 1 });
  });
});

describe('server-sent events', () => {
  const read = (text: string, chunkSizes: readonly number[] = [text.length], maxLength = 1_000) => {
    const events: ServerSentEvent[] = [];
    const retries: number[] = [];
    let tooLarge = 0;
    const reader = createSseReader({
      maxLength,
      onEvent: (event) => events.push(event),
      onRetry: (ms) => retries.push(ms),
      onTooLarge: () => (tooLarge += 1),
    });
    for (let from = 0, i = 0; from < text.length; i++) {
      const size = Math.max(1, chunkSizes[i % chunkSizes.length] ?? 1);
      reader.push(text.slice(from, from + size));
      from += size;
    }
    return { events, retries, tooLarge };
  };

  it('have data of several lines, a name, an id; comments and unknown fields do not count', () => {
    const { events, retries } = read(
      ': hi\nretry: 250\nid: 7\nevent: message\ndata: a\ndata:b\ncolor: red\n\ndata\n\n',
    );
    expect(events).toEqual([
      { event: 'message', data: 'a\nb', id: '7' },
      { event: 'message', data: '', id: '7' },
    ]);
    expect(retries).toEqual([250]);
  });

  it('are the same with any line ending and however they arrive', () => {
    const lines = [
      'event: x',
      'data: {"a":1}',
      '',
      ': c',
      'data: two',
      'data: lines',
      '',
      'id: 3',
      'data: z',
      '',
      '',
    ];
    const expected = read(lines.join('\n')).events;
    expect(expected).toHaveLength(3);
    fc.assert(
      fc.property(fc.constantFrom('\n', '\r\n', '\r'), sizes, (ending, how) => {
        expect(read(lines.join(ending), how).events).toEqual(expected);
      }),
      { numRuns: propertyRuns(100, 2_000) },
    );
  });

  it.each([`data: ${'x'.repeat(2_000)}`, `data: ${'x'.repeat(400)}\n`.repeat(4)])(
    'that are too large end the reading',
    (text) => {
      expect(read(text, [100], 1_000)).toMatchObject({ events: [], tooLarge: 1 });
    },
  );
});

describe('the tail of a log', () => {
  it('keeps the last lines, cut, with secrets taken out, also of a line that has not ended', () => {
    const tail = createLogTail((text) => text.replaceAll('secret', '***'), 3, 10);
    tail.write(Buffer.from('one\ntwo\nthr'));
    tail.write(Buffer.from('ee\nfour secret five\nnow sec'));
    tail.write(Buffer.from('ret'));
    expect(tail.lines()).toEqual(['three', 'four *** f', 'now ***']);
  });

  it('is bounded for a line that never ends', () => {
    const tail = createLogTail((text) => text, 5, 100);
    for (let i = 0; i < 1_000; i++) tail.write(Buffer.alloc(1_000, 'z'));
    expect(tail.lines().length).toBeLessThanOrEqual(5);
    expect(tail.lines().join('').length).toBeLessThanOrEqual(600);
  });
});
