import { expect, it } from 'vitest';
import { answerMarkdown } from './answer-markdown.ts';
import { citationSchema } from './citation.ts';

it('writes an answer with its sources as footnotes', () => {
  const citation = citationSchema.parse({
    is: 'passage',
    number: 1,
    passage: 'p1',
    title: 'Nodes',
    headings: ['Drain'],
    quote: 'Cordon the *node* first.',
    origin: { is: 'file', folder: 'runbooks', file: 'nodes.md' },
    at: '2026-11-23T12:00:00.000Z',
  });
  expect(
    answerMarkdown({
      question: 'How do I drain [a] node?',
      text: 'Cordon it first [1]. See [2].',
      citations: [citation],
      by: 'model',
      model: 'qwen3:8b',
      at: '2026-11-23T12:05:00.000Z',
    }),
  ).toBe(
    [
      String.raw`> How do I drain \[a\] node?`,
      '',
      'Cordon it first [^1]. See [2].',
      '',
      '*Written by qwen3:8b, 2026-11-23 12:05 UTC*',
      '',
      String.raw`[^1]: Nodes › Drain, 2026-11-23 12:00 UTC: “Cordon the \*node\* first.” (runbooks/nodes.md)`,
      '',
    ].join('\n'),
  );
});
