import { describe, expect, it } from 'vitest';
import type { MetricCondition } from '../../../shared/model/metric-condition.ts';
import { lookAtConditions, type MetricsPort } from './metric-conditions.ts';

const isUp: MetricCondition = { expression: 'up', comparison: '==', value: 1 };

/** Values by source. */
async function look(values: Readonly<Record<string, readonly number[]>>, more: { source?: string } = {}) {
  const asked: string[] = [];
  const metrics: MetricsPort = {
    sources: async () => Object.keys(values),
    async ask(source) {
      asked.push(source);
      return { samples: (values[source] ?? []).map((value) => ({ value })) };
    },
  };
  const [state] = await lookAtConditions([{ ...isUp, ...more }], metrics, new AbortController().signal);
  return { is: state?.is, asked };
}

describe('what metrics say of a condition', () => {
  it.each([
    ['met where each value holds', [1, 1], 'met'],
    ['not met where one of many does not hold, wherever it stands', [1, 1, 0], 'not-met'],
    ['unknown where there is no value', [], 'unknown'],
    ['unknown where all that came is no number', [Number.NaN], 'unknown'],
    ['unknown where some of the values are no numbers and the others hold', [Number.NaN, 1], 'unknown'],
    ['not met where one of the others does not hold', [Number.NaN, 0], 'not-met'],
    ['not met by what is beyond every number', [Number.POSITIVE_INFINITY], 'not-met'],
  ] as const)('is %s', async (_, values, is) => {
    expect(await look({ 'prom-a': values })).toMatchObject({ is });
  });

  it('is not met where one of several sources says so', async () => {
    expect(await look({ 'prom-a': [1], 'prom-b': [0] })).toEqual({
      is: 'not-met',
      asked: ['prom-a', 'prom-b'],
    });
  });

  it('is what the source says that policy names, and nobody else is asked', async () => {
    const values = { 'prom-a': [0], 'prom-b': [1] };
    expect(await look(values, { source: 'prom-b' })).toEqual({ is: 'met', asked: ['prom-b'] });
    expect(await look(values, { source: 'prom-c' })).toEqual({ is: 'unknown', asked: [] });
  });
});
