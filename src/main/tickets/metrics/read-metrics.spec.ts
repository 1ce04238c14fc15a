import { describe, expect, it } from 'vitest';
import { buildEntity } from '../../../../test/support/build-view.ts';
import type { Instant } from '../../../shared/model/ids.ts';
import { DomainError } from '../../platform/errors.ts';
import { silentLogger } from '../../platform/logger.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Metrics } from '../ports.ts';
import type { Sample } from './question.ts';
import { metricQuestions } from './questions.ts';
import { readMetrics } from './read-metrics.ts';

const at = '2026-11-23T12:00:00.000Z' as Instant;
const { signal } = new AbortController();
const vm = buildEntity('vm', 'web-01');

/** Answers each question by how its query begins; whatever is not told has no data. */
function metrics(told: Readonly<Record<string, readonly number[]>>, sources = ['prom-a']) {
  const asked: string[] = [];
  const port: Metrics = {
    tool: 'prometheus_query',
    sources: async () => sources,
    async ask(source, query) {
      asked.push(`${source}: ${query}`);
      const values = Object.entries(told).find(([beginning]) => query.startsWith(beginning))?.[1] ?? [];
      const result = values.map((value, place) => ({
        metric: { instance: `web-01:${9100 + place}` },
        value: [Date.parse(at) / 1000, String(value)],
      }));
      return {
        samples: result.map(({ metric, value }): Sample => ({ labels: metric, value: Number(value[1]), at })),
        text: JSON.stringify({ resultType: 'vector', result }),
      };
    },
  };
  return { port, asked };
}
const read = (port: Metrics, things: Parameters<typeof readMetrics>[0] = [vm]) =>
  readMetrics(things, { metrics: port, clock: systemClock, logger: silentLogger }, signal);

describe('metrics of a thing', () => {
  it('speak for a cause with value, time, source and question', async () => {
    const { port } = metrics({ up: [0, 0] });
    const { readings, calls } = await read(port);
    expect(readings).toMatchObject([
      {
        entity: { name: 'web-01' },
        speaks: 'for',
        patterns: expect.arrayContaining(['hung-guest', 'host-down']),
        text: `no exporter of it answers (up is 0), says prom-a at ${at}`,
        quote: '"metric":{"instance":"web-01:9100"},"value":[1795435200,"0"]',
        rests: { is: 'tool', call: 'metric-1-1', server: 'prom-a', tool: 'prometheus_query', at },
      },
    ]);
    expect(readings[0]?.rests.text).toContain(readings[0]?.quote);
    expect(calls[0]).toMatchObject({
      id: 'metric-1-1',
      arguments: { query: String.raw`up{instance=~"(?i:web-01(?:\\.[a-z0-9.-]+)?)(?::[0-9]+)?"}` },
      state: 'done',
    });
  });

  it('that are not there are said, and count neither for a cause nor against one', async () => {
    const { port } = metrics({ up: [1] });
    const { readings, gaps } = await read(port);
    expect(readings.map(({ speaks }) => speaks)).toEqual(['against']);
    expect(gaps).toEqual([
      'prom-a has no data on web-01: whether a probe from outside reaches it, how full its file systems are, how much of its memory is used, how busy its processors are',
    ]);
  });

  it('that do not agree, or are no numbers, say nothing', async () => {
    expect((await read(metrics({ up: [0, 1] }).port)).readings).toEqual([]);
    expect((await read(metrics({ up: [Number.NaN] }).port)).readings).toEqual([]);
  });

  it('are judged by the fullest of several', async () => {
    const { port } = metrics({ '1 - node_filesystem': [0.2, 0.97, 0.5] });
    expect((await read(port)).readings).toMatchObject([
      { speaks: 'for', patterns: ['guest-disk-full'], text: expect.stringContaining('97') },
    ]);
  });

  it('say nothing between what is too much and what is well', async () => {
    const { port } = metrics({ '1 - node_filesystem': [0.82] });
    const { readings, calls } = await read(port);
    expect(readings).toEqual([]);
    expect(calls.map(({ summary }) => summary)).toContain(
      'web-01: how full its file systems are: nothing that speaks for or against a cause',
    );
  });

  it('are asked of each source, and a source that fails is asked no more', async () => {
    const { port, asked } = metrics({ up: [1] }, ['prom-a', 'prom-b']);
    const failing: Metrics = {
      ...port,
      async ask(source, ...rest) {
        const answer = await port.ask(source, ...rest);
        if (source === 'prom-b') throw new DomainError('unreadable', 'prom-b: fetch failed');
        return answer;
      },
    };
    const { readings, gaps } = await read(failing);
    expect(readings).toHaveLength(1);
    expect(asked.filter((one) => one.startsWith('prom-b'))).toHaveLength(1);
    expect(gaps).toContain(
      'prom-b could not be asked whether its exporters answer (web-01): prom-b: fetch failed',
    );
  });

  it('are asked about a bounded number of things', async () => {
    const { port, asked } = metrics({});
    await read(
      port,
      Array.from({ length: 30 }, (_, place) => buildEntity('vm', `vm-${place}`)),
    );
    expect(asked).toHaveLength(16);
  });

  it('are not asked about what monitoring has no name for', async () => {
    const { port, asked } = metrics({});
    await read(port, [buildEntity('host', '127.0.0.1')]);
    expect(asked).toEqual([]);
  });

  it('are asked of nobody where nobody keeps them', async () => {
    const { port, asked } = metrics({}, []);
    expect(await read(port)).toEqual({ readings: [], calls: [], gaps: [] });
    expect(asked).toEqual([]);
  });
});

describe('a question to metrics', () => {
  const thingOf = {
    interface: buildEntity('interface', 'eth0', { attributes: { device: 'sw-01' } }),
    pod: buildEntity('pod', 'api-1', { attributes: { namespace: 'shop' } }),
  };
  const ask = async (thing: keyof typeof thingOf, told: Readonly<Record<string, readonly number[]>>) =>
    (await read(metrics(told).port, [thingOf[thing]])).readings.map(
      ({ speaks, patterns }) => `${speaks} ${patterns.join()}`,
    );

  it.each([
    ['interface', { ifOperStatus: [0] }, ['for port-down']],
    [
      'interface',
      { ifOperStatus: [1], 'rate(ifInErrors': [0] },
      ['against port-down', 'against link-errors'],
    ],
    ['interface', { 'rate(ifInErrors': [12] }, ['for link-errors']],
    ['pod', { 'increase(kube_pod': [7] }, ['for crash-loop']],
    ['pod', { 'increase(kube_pod': [0] }, ['against crash-loop']],
    ['pod', { 'increase(kube_pod': [1.2] }, []],
  ] as const)('about a %s reads %o', async (thing, told, said) => {
    expect(await ask(thing, told)).toEqual(said);
  });

  it('is put once for each way in which the thing may be labelled', async () => {
    const { port, asked } = metrics({});
    await read(port, [thingOf.interface]);
    expect(asked[0]?.match(/ifOperStatus/g)).toHaveLength(3);
  });

  it('has a name of its own', () => {
    expect(new Set(metricQuestions.map(({ id }) => id)).size).toBe(metricQuestions.length);
  });
});
