import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replay, type Recording } from '../../../test/support/recorded-session.ts';
import type { McpSession } from '../mcp/session.ts';
import { readAlerts } from './alertmanager/read-alerts.ts';
import { coverageOf, readSilences } from './alertmanager/silences.ts';
import { createMonitoring } from './monitoring.ts';
import { askPrometheus } from './prometheus/query.ts';
import { monitoringOf, monitoringTools } from './registry.ts';

const recorded = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, `fixtures/${name}.json`), 'utf8')) as Recording;
const [prometheus, quiet, firing, silenced] = [
  recorded('prometheus'),
  recorded('alertmanager-quiet'),
  recorded('alertmanager-firing'),
  recorded('alertmanager-silenced'),
];
const session = (recording: Recording, source = 'watch') => replay(recording, source);

describe('a monitoring server', () => {
  it('is known by its tools', () => {
    const idOf = (server: McpSession['server']) => monitoringOf(server).map(({ id }) => id);
    expect(idOf(session(firing).server)).toEqual(['alertmanager-mcp']);
    expect(idOf(session(prometheus).server)).toEqual(['prometheus-mcp']);
    expect(idOf({ name: 'prometheus-mcp', version: '1', tools: [] })).toEqual([]);
  });

  it('is vouched for where its tools change nothing and give away no secret', () => {
    const tools = [
      ...monitoringTools(session(firing).server),
      ...monitoringTools(session(prometheus).server),
    ];
    expect(tools).toContain('prometheus_query');
    expect(tools).toContain('get-silences');
    for (const tool of ['create-silence', 'delete-silence', 'prometheus_list_targets'])
      expect(tools).not.toContain(tool);
  });

  it('is asked by its name, once it is accepted as what it is', async () => {
    const monitoring = createMonitoring({
      accepted: async () => [
        { name: 'am', tools: session(firing).server.tools },
        { name: 'prom', tools: session(prometheus).server.tools },
        { name: 'vcenter', tools: [] },
      ],
      session: async (source) => session(source === 'prom' ? prometheus : firing, source),
    });
    const options = { signal: new AbortController().signal, timeoutMs: 1_000 };
    expect(await monitoring.sources('alerts')).toEqual(['am']);
    expect(await monitoring.sources('metrics')).toEqual(['prom']);
    expect((await monitoring.alerts('am', options)).alerts).toHaveLength(1);
    expect((await monitoring.ask('prom', 'up', options)).samples).toHaveLength(1);
    await expect(monitoring.ask('am', 'up', options)).rejects.toThrow('am is no server that gives metrics');
  });
});

describe('alerts of alertmanager-mcp', () => {
  it('are read with what they are about and how they stand', async () => {
    expect((await readAlerts(session(quiet), {})).alerts).toEqual([]);
    const { alerts, unreadable } = await readAlerts(session(firing), {});
    expect(unreadable).toEqual([]);
    expect(alerts).toMatchObject([
      {
        fingerprint: '5c97d0cb1c261835',
        labels: { alertname: 'MachineDown', instance: 'vm-web-01:9100', job: 'node', severity: 'critical' },
        summary: 'vm-web-01:9100 does not answer',
        description: 'Its exporter has not answered the last scrape.',
        state: 'active',
      },
    ]);
  });

  it('that are silenced are listed as such', async () => {
    const { alerts } = await readAlerts(session(silenced), {});
    expect(alerts).toMatchObject([{ state: 'suppressed', silenced: true, inhibited: false }]);
  });

  it('without words have none: what the server says instead is not the alert’s', async () => {
    const [call] = firing.calls;
    const [one] = JSON.parse(call?.result.text ?? '[]') as Record<string, unknown>[];
    const bare = { ...one, summary: 'No summary provided', description: 'No description provided' };
    const { alerts } = await readAlerts(answering([bare]), {});
    expect(alerts[0]).not.toHaveProperty('summary');
    expect(alerts[0]).not.toHaveProperty('description');
  });

  it('that cannot be read are told one by one, with their place', async () => {
    const [call] = firing.calls;
    const [one] = JSON.parse(call?.result.text ?? '[]') as Record<string, unknown>[];
    const { alerts, unreadable } = await readAlerts(answering([one, { ...one, startsAt: 'today' }]), {});
    expect(alerts).toHaveLength(1);
    expect(unreadable).toMatchObject([{ path: '/1/startsAt' }]);
  });

  it('are no list where the server says that it failed', async () => {
    const failing = answering(undefined, { isError: true, text: 'Error fetching alerts: fetch failed' });
    await expect(readAlerts(failing, {})).rejects.toThrow('watch: Error fetching alerts: fetch failed');
    await expect(readAlerts(answering({ status: 'success' }), {})).rejects.toThrow(
      'expected a list of alerts',
    );
  });
});

describe('silences of alertmanager-mcp', () => {
  it('are read with what they are about, and judged as Alertmanager judges them', async () => {
    const [silence] = await readSilences(session(firing), {});
    expect(silence).toMatchObject({ status: 'active', createdBy: 'eve', comment: 'firmware' });
    if (!silence) throw new Error('none');
    expect(coverageOf(silence)({ instance: 'vm-web-01:9100' })).toBe(true);
    expect(coverageOf(silence)({ instance: 'other-vm-web-01:9100' })).toBe(false);
    expect(coverageOf(silence)({})).toBe(false);
    const not = { matchers: [{ name: 'team', value: 'db', isRegex: false, isEqual: false }] };
    expect(coverageOf(not)({})).toBe(true);
    expect(coverageOf(not)({ team: 'db' })).toBe(false);
  });

  it.each([true, false])('by a pattern that never ends hold nothing up (equal: %s)', (isEqual) => {
    const covers = coverageOf({ matchers: [{ name: 'a', value: '(x+)+y', isRegex: true, isEqual }] });
    expect(covers({ a: 'x'.repeat(5_000) })).toBe(false);
  });
});

describe('values of prometheus-mcp', () => {
  const ask = async (query: string) => (await askPrometheus(session(prometheus), query, {})).samples;

  it('are read with their labels and time; a question without data has none', async () => {
    expect(await ask('up')).toMatchObject([
      { labels: { __name__: 'up', instance: 'vm-web-01:9100', job: 'node' }, value: 1 },
    ]);
    expect((await ask('up'))[0]?.at).toMatch(/^2026-\d\d-\d\dT.*Z$/);
    expect(await ask('scalar(count(up))')).toMatchObject([{ labels: {}, value: 1 }]);
    expect(await ask('up{instance="nobody"}')).toEqual([]);
  });

  it('that are no number are told as such', async () => {
    expect(await ask('0 / up{instance="vm-web-01:9100"} * 0 / 0')).toMatchObject([{ value: Number.NaN }]);
  });

  it.each(['', ' ', '0x10', 'null'])(
    'are none where %j stands for one: it would count as a number',
    async (value) => {
      const answer = { resultType: 'vector', result: [{ metric: {}, value: [1_795_435_200, value] }] };
      await expect(askPrometheus(answering(answer), 'up', {})).rejects.toThrow(
        'expected values at one moment',
      );
    },
  );

  it('are none where the question is not understood, and it says so', async () => {
    await expect(ask('up{')).rejects.toThrow('watch: http 400: Bad Request');
  });
});

function answering(data: unknown, parts: { isError?: boolean; text?: string } = {}): McpSession {
  return {
    ...session(firing),
    callTool: async () => ({
      isError: false,
      text: JSON.stringify(data) ?? '',
      data,
      form: 'json',
      ...parts,
    }),
  };
}
