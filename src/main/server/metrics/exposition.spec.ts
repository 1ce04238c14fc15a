import { expect, test } from 'vitest';
import { exposition } from './exposition.ts';

test('figures in the text form of Prometheus', () => {
  const text = exposition([
    {
      name: 'entities',
      help: 'Entities that are present.',
      type: 'gauge',
      samples: [
        { labels: { kind: 'vm', source: 'vcenter-a' }, value: 420 },
        { labels: { kind: 'host', source: 'vcenter-a' }, value: 0.5 },
      ],
    },
    { name: 'seconds_total', help: 'Time.', type: 'counter', samples: [{ value: 1e21 }] },
  ]);
  expect(text).toBe(`# HELP entities Entities that are present.
# TYPE entities gauge
entities{kind="vm",source="vcenter-a"} 420
entities{kind="host",source="vcenter-a"} 0.5
# HELP seconds_total Time.
# TYPE seconds_total counter
seconds_total 1e+21
`);
});

test('a label cannot break out of its quotes, nor a help text out of its line', () => {
  const text = exposition([
    { name: 'x', help: 'a\\b\nc', type: 'gauge', samples: [{ labels: { name: '"} 1\ny{a="\\' }, value: 1 }] },
  ]);
  expect(text).toBe(
    String.raw`# HELP x a\\b\nc
# TYPE x gauge
x{name="\"} 1\ny{a=\"\\"} 1
`,
  );
});

test('what has no sample is left out, and what is no number is said in its words', () => {
  expect(exposition([{ name: 'x', help: 'h', type: 'gauge', samples: [] }])).toBe('');
  const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const text = exposition([
    { name: 'x', help: 'h', type: 'gauge', samples: values.map((value) => ({ value })) },
  ]);
  expect(text.split('\n').slice(2, 5)).toEqual(['x NaN', 'x +Inf', 'x -Inf']);
});
