import { describe, expect, it } from 'vitest';
import { instant } from '../shared/model/ids.ts';
import type { Silence } from './monitoring/alertmanager/silences.ts';
import type { Monitoring } from './monitoring/monitoring.ts';
import { listAlerts, openMonitoring, silencingOf } from './open-monitoring.ts';

const { signal } = new AbortController();
const silence = (id: string, status: Silence['status']) =>
  ({ id, status, createdBy: 'bob', comment: id, endsAt: instant(0), matchers: [] }) as unknown as Silence;

const monitoring = (more: Partial<Monitoring>): Monitoring => ({
  sources: async () => ['am'],
  alerts: async () => ({ alerts: [], unreadable: [] }),
  silences: async () => [],
  ask: async () => ({ samples: [], text: '' }),
  ...more,
});

describe('silences of a remediation', () => {
  it('are in force until they have expired, also those that are still to begin', async () => {
    const all = [silence('a', 'active'), silence('p', 'pending'), silence('e', 'expired')];
    const port = silencingOf(monitoring({ silences: async () => all }), {
      writer: () => {
        throw new Error('nothing is written here');
      },
    });
    expect((await port.inForce('am', signal)).map(({ id }) => id)).toEqual(['a', 'p']);
  });
});

describe('servers that watch', () => {
  const tools = ['get-alerts', 'get-silences', 'get-alert-groups'].map((name) => ({
    name,
    inputSchema: {},
  }));
  const servers = [
    { name: 'on', disabled: false },
    { name: 'off', disabled: true },
    { name: 'new', disabled: false },
  ];
  const opened = openMonitoring({
    servers: { read: async () => ({ servers, problems: [] }) },
    trust: { get: async (name: string) => (name === 'new' ? undefined : { tools }) },
  } as unknown as Parameters<typeof openMonitoring>[0]);

  it('are those that are accepted and switched on', async () => {
    expect(await opened.sources('alerts')).toEqual(['on']);
    expect(await opened.sources('metrics')).toEqual([]);
  });
});

describe('alerts of all sources', () => {
  it('come from those that answer; one that does not is told as such', async () => {
    const listings = await listAlerts(
      monitoring({
        sources: async () => ['am-a', 'am-b'],
        alerts: async (source) => {
          if (source === 'am-b') throw new Error('fetch failed');
          return { alerts: [], unreadable: [{ path: '[0].labels', reason: 'expected an object' }] };
        },
      }),
      signal,
    );
    expect(listings).toMatchObject([
      { is: 'listed', source: 'am-a', partial: expect.stringContaining('1 of 1 alerts could not be read') },
      { is: 'failed', source: 'am-b', reason: 'fetch failed' },
    ]);
  });
});
