import { describe, expect, test } from 'vitest';
import { createFakeClock, settle } from '../../../test/support/fake-clock.ts';
import { notificationSettingsSchema, type Notice } from '../../shared/model/notice.ts';
import type { RemediationState } from '../../shared/model/remediation.ts';
import { silentLogger } from '../platform/logger.ts';
import { systemRandom } from '../platform/random.ts';
import { createNotices, type NoticePorts, type SharedPolicy } from './notices.ts';

type Changed = Parameters<Parameters<NoticePorts['remediations']['onChanged']>[0]>[0];

async function open(before: { waiting?: string[]; urgent?: string[]; settings?: object } = {}) {
  const clock = createFakeClock();
  const tickets = new Map<string, { title: string; urgent: boolean }>();
  let killSwitch: { on: boolean; by?: string; reason?: string } = { on: false };
  const heard: {
    remediation?: (changed: Changed) => void;
    ticket?: (changed: { id: string }) => void;
    killSwitch?: () => void;
    policy?: (shared: SharedPolicy) => void;
  } = {};
  const settings = notificationSettingsSchema.parse(before.settings ?? {});
  const notices = createNotices({
    remediations: {
      onChanged(listener) {
        heard.remediation = listener;
        return () => delete heard.remediation;
      },
      waiting: async () => before.waiting ?? [],
    },
    tickets: {
      onChanged(listener) {
        heard.ticket = listener;
        return () => delete heard.ticket;
      },
      get: async (id) => tickets.get(id),
      urgent: async () => before.urgent ?? [],
    },
    killSwitch: {
      read: () => killSwitch,
      onChanged(listener) {
        heard.killSwitch = listener;
        return () => delete heard.killSwitch;
      },
    },
    policy: {
      onShared(listener) {
        heard.policy = listener;
        return () => delete heard.policy;
      },
    },
    settings: () => settings,
    clock,
    random: systemRandom,
    logger: silentLogger,
  });
  const told: Notice[] = [];
  notices.onTold((notice) => told.push(notice));
  await notices.start();
  return {
    clock,
    notices,
    told,
    heard,
    remediation: (id: string, state: RemediationState) =>
      heard.remediation?.({ id, state, action: 'vm.restart', targetName: `vm-${id}` }),
    ticket: async (id: string, urgent: boolean) => {
      tickets.set(id, { title: `trouble ${id}`, urgent });
      heard.ticket?.({ id });
      await settle();
    },
    switched: (now: typeof killSwitch) => {
      killSwitch = now;
      heard.killSwitch?.();
    },
  };
}

describe('what people are told of who look elsewhere', () => {
  test('a remediation that waits for approval, by its name and address', async () => {
    const { remediation, clock, told, notices } = await open();
    remediation('r1', 'proposed');
    remediation('r1', 'awaiting-approval');
    await clock.advance(2_000);
    expect(told).toEqual([
      expect.objectContaining({ is: 'approvals', count: 1, names: ['vm.restart vm-r1'], only: 'r1' }),
    ]);
    expect(notices.list()).toEqual(told);
  });

  test.each(['failed', 'rolled-back', 'rollback-failed', 'outcome-unknown'] as const)(
    'a remediation that ended as %s',
    async (state) => {
      const { remediation, clock, told } = await open();
      remediation('r1', 'executing');
      remediation('r1', state);
      await clock.advance(2_000);
      expect(told).toMatchObject([{ is: 'bad-endings', only: 'r1' }]);
    },
  );

  test('not one that went well, was rejected or only moved on', async () => {
    const { remediation, clock, told } = await open();
    for (const state of ['approved', 'executing', 'verifying', 'succeeded'] as const)
      remediation('r1', state);
    remediation('r2', 'rejected');
    remediation('r3', 'cancelled');
    await clock.advance(120_000);
    expect(told).toEqual([]);
  });

  test('a ticket of priority 1: when it comes, when it comes back, and not in between', async () => {
    const { ticket, clock, told } = await open();
    await ticket('t1', true);
    await ticket('t1', true);
    await clock.advance(2_000);
    expect(told).toMatchObject([{ is: 'urgent-tickets', names: ['trouble t1'], only: 't1' }]);
    await ticket('t1', false);
    await ticket('t1', true);
    await clock.advance(60_000);
    expect(told).toHaveLength(2);
  });

  test('the kill switch, at once, with who threw it and why; and its release', async () => {
    const { switched, told } = await open();
    switched({ on: true, by: 'alice', reason: 'fire' });
    switched({ on: true, by: 'alice', reason: 'fire' });
    switched({ on: false });
    expect(told).toMatchObject([
      { is: 'kill-switch', on: true, by: 'alice', reason: 'fire' },
      { is: 'kill-switch', on: false },
    ]);
  });

  test('nothing that was so before', async () => {
    const { remediation, ticket, clock, told } = await open({ waiting: ['r1'], urgent: ['t1'] });
    remediation('r1', 'awaiting-approval');
    await ticket('t1', true);
    await clock.advance(120_000);
    expect(told).toEqual([]);
  });

  test('a plan that has changed after its approval waits anew', async () => {
    const { remediation, clock, told } = await open({ waiting: ['r1'] });
    remediation('r1', 'approved');
    remediation('r1', 'awaiting-approval');
    await clock.advance(2_000);
    expect(told).toMatchObject([{ is: 'approvals', only: 'r1' }]);
  });

  test('nobody is called for what somebody else has approved meanwhile', async () => {
    const { remediation, clock, told } = await open();
    remediation('r1', 'awaiting-approval');
    await clock.advance(1_000);
    remediation('r1', 'approved');
    await clock.advance(5_000);
    expect(told).toEqual([]);
  });
});

describe('a burst', () => {
  test('is one notice, with how many and the first by name', async () => {
    const { ticket, clock, told } = await open();
    for (let i = 0; i < 200; i += 1) await ticket(`t${i}`, true);
    await clock.advance(2_000);
    expect(told).toEqual([
      expect.objectContaining({
        is: 'urgent-tickets',
        count: 200,
        names: ['trouble t0', 'trouble t1', 'trouble t2'],
      }),
    ]);
    expect(told[0]).not.toHaveProperty('only');
  });

  test('that goes on is told once a minute; other kinds do not wait for it', async () => {
    const { ticket, remediation, clock, told } = await open();
    for (let second = 0; second < 300; second += 1) {
      await ticket(`t${second}`, true);
      if (second === 30) remediation('r1', 'awaiting-approval');
      await clock.advance(1_000);
    }
    const of = (is: Notice['is']) => told.filter((notice) => notice.is === is);
    expect(of('urgent-tickets').length).toBeLessThanOrEqual(6);
    const count = of('urgent-tickets').reduce(
      (sum, notice) => sum + ('count' in notice ? notice.count : 0),
      0,
    );
    expect(count).toBeGreaterThan(230);
    expect(of('approvals')).toHaveLength(1);
  });

  test('leaves at most a hundred notices', async () => {
    const { switched, notices } = await open();
    for (let i = 0; i < 150; i += 1) switched({ on: i % 2 === 0 });
    expect(notices.list()).toHaveLength(100);
  });
});

test.each([
  ['approvals', 'awaiting-approval'],
  ['badEndings', 'failed'],
] as const)('%s can be switched off', async (name, state) => {
  const { remediation, clock, told } = await open({ settings: { [name]: false } });
  remediation('r1', state);
  await clock.advance(2_000);
  expect(told).toEqual([]);
});

test('after its end nothing is told and nothing listened to', async () => {
  const { notices, remediation, clock, told, heard } = await open();
  remediation('r1', 'failed');
  notices.close();
  await clock.advance(10_000);
  expect(told).toEqual([]);
  expect(heard).toEqual({});
});

test('one that was taken up at several workstations is told of once, whatever else is switched off', async () => {
  const { heard, clock, told } = await open({ settings: { badEndings: false } });
  const twice = { id: 'r1', state: 'succeeded', action: 'vm.restart', targetName: 'web-01' } as const;
  heard.remediation?.(twice);
  heard.remediation?.({ ...twice, otherRuns: [{}] });
  heard.remediation?.({ ...twice, otherRuns: [{}, {}] });
  await clock.advance(70_000);
  expect(told).toMatchObject([{ is: 'double-runs', only: 'r1', names: ['vm.restart web-01'] }]);
});

test('a policy of another workstation is told with whose it is and whose it took the place of', async () => {
  const { heard, told } = await open();
  heard.policy?.({ by: 'anna', over: 'ben' });
  heard.policy?.({ problem: 'a policy of mallory cannot be used here' });
  expect(told).toMatchObject([
    { is: 'policy', by: 'anna', over: 'ben' },
    { is: 'policy', problem: 'a policy of mallory cannot be used here' },
  ]);
});
