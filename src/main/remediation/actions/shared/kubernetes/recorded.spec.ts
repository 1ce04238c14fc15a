import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildView } from '../../../../../../test/support/build-view.ts';
import {
  replayReads,
  type RecordedAction,
  type RecordedActions,
} from '../../../../../../test/support/recorded-actions.ts';
import type { Facts } from '../../../../../shared/model/plan.ts';
import type { ActionAdapter, AdapterSubject } from '../../../action-adapter.ts';
import { remediationActions } from '../../../registry.ts';
import type { RecordedCall } from '../../../../../../test/support/recorded-session.ts';

const recorded = (server: string): RecordedActions =>
  JSON.parse(readFileSync(join(import.meta.dirname, `fixtures/${server}.json`), 'utf8')) as RecordedActions;

const servers = ['kubernetes-mcp-server', 'mcp-server-kubernetes'].map(recorded);

interface Played {
  readonly adapter: ActionAdapter<unknown>;
  readonly subject: AdapterSubject<unknown>;
  readonly before: Facts;
  readonly after: Facts;
}

async function play(server: string, one: RecordedAction): Promise<Played> {
  const action = remediationActions.find(({ id }) => id === one.action);
  const adapter = action?.adapters.find((each) => each.server === server);
  const target = one.entities.find(({ id }) => id === one.target);
  if (!action || !adapter || !target) throw new Error(`${one.action} is not done on ${server}`);
  const subject = {
    target,
    parameters: action.parameters.parse(one.parameters),
    view: buildView(one.entities),
  };
  const read = async (calls: readonly RecordedCall[]): Promise<Facts> => {
    const live = await adapter.read(subject, replayReads(calls));
    if (live.is === 'gone') throw new Error(live.text);
    return live.facts;
  };
  return { adapter, subject, before: await read(one.before), after: await read(one.after) };
}

describe.each(servers)('what was recorded of $of', ({ server, actions, refused }) => {
  const named = actions.map((one) => [`${one.action} ${one.target.split(':')[1] ?? ''}`, one] as const);

  it.each(named)('%s: an object that was made anew under its name is another one', async (_, one) => {
    const action = remediationActions.find(({ id }) => id === one.action);
    const adapter = action?.adapters.find((each) => each.server === server);
    const known = one.entities.find(({ id }) => id === one.target);
    if (!action || !adapter || !known) throw new Error(`${one.action} is not done on ${server}`);
    const target = { ...known, nativeId: `${known.nativeId.split('/')[0]}/00000000-another` } as typeof known;
    const parameters = action.parameters.parse(one.parameters);
    const subject = { target, parameters, view: buildView(one.entities) };
    const live = await adapter.read(subject, replayReads(one.before));
    // That a pod has gone is what deleting it is to come to: its owner is read all the same.
    expect(live.is === 'gone' || live.facts['exists'] === false).toBe(true);
  });

  it.each(named)('%s: begins, makes the calls that were made, and is seen to have worked', async (_, one) => {
    const { adapter, subject, before, after } = await play(server, one);
    expect(adapter.preChecks(subject, before).filter(({ ok }) => !ok)).toEqual([]);
    const plan = adapter.plan(subject, before);
    const calls = plan.calls.filter((call) => call.unlessMetWithinSeconds === undefined);
    expect(calls.map(({ tool, arguments: args }) => ({ tool, args }))).toEqual(
      one.writes.map(({ tool, args }) => ({ tool, args })),
    );
    expect(plan.calls.filter(({ tool }) => !adapter.writes.includes(tool))).toEqual([]);
    expect(adapter.verify(subject, before, after, [after]).is).toBe('met');
    expect(after).toMatchObject(plan.after);
    // Nothing is proven by what was there before.
    expect(adapter.verify(subject, before, before, [before, before]).is).not.toBe('met');
  });

  it.each(named)('%s: is taken back by what makes it as before', async (_, one) => {
    const { adapter, subject, before, after } = await play(server, one);
    if (!adapter.rollback || !adapter.verifyRollback) return;
    const back = adapter.rollback(subject, before, after);
    expect(back.length).toBeGreaterThan(0);
    expect(back.filter(({ tool }) => !adapter.writes.includes(tool))).toEqual([]);
    expect(adapter.rollback(subject, before, before)).toEqual([]);
    expect(adapter.verifyRollback(subject, before, before).is).toBe('met');
    expect(adapter.verifyRollback(subject, before, after).is).toBe('not-yet');
  });

  it('says that something is refused in a way that is understood', () => {
    const scale = remediationActions
      .find(({ id }) => id === 'workload.scale')
      ?.adapters.find((each) => each.server === server);
    for (const { tool, result } of refused)
      expect(result.isError || scale?.saysFailed?.(tool, result.text)).toBe(true);
    for (const { tool, result } of actions.flatMap(({ writes }) => writes))
      expect(result.isError || (scale?.saysFailed?.(tool, result.text) ?? false)).toBe(false);
  });
});

describe('a change by server-side apply', () => {
  const applied = (recordings: RecordedActions) =>
    recordings.actions.flatMap(({ writes }) =>
      writes.flatMap(({ tool, args }) =>
        tool === 'resources_create_or_update'
          ? [JSON.parse(String(args['resource'])) as { kind: string; metadata: object; spec: object }]
          : [],
      ),
    );

  it('holds what is to be different and what tells the object from others, and nothing else', () => {
    const [native] = servers;
    if (!native) throw new Error('expected recordings');
    expect(applied(native).map(({ kind, spec }) => [kind, spec])).toEqual([
      ['HorizontalPodAutoscaler', { minReplicas: 3, maxReplicas: 3 }],
      ['Deployment', { template: { metadata: { annotations: { 'datacenter-docs/restarts': '1' } } } }],
      ['DaemonSet', { template: { metadata: { annotations: { 'datacenter-docs/restarts': '1' } } } }],
      ['Node', { unschedulable: true }],
      ['Node', { unschedulable: false }],
      ['PersistentVolumeClaim', { resources: { requests: { storage: '3Gi' } } }],
    ]);
    for (const { kind, metadata } of applied(native))
      expect(Object.keys(metadata).toSorted()).toEqual(
        kind === 'HorizontalPodAutoscaler'
          ? ['name', 'namespace']
          : kind === 'Node'
            ? ['name', 'uid']
            : ['name', 'namespace', 'uid'],
      );
  });

  it('that took something else away is no success', async () => {
    const [native] = servers;
    const restart = native?.actions.find(({ action }) => action === 'workload.rollout-restart');
    if (!native || !restart) throw new Error('expected a restart');
    const { adapter, subject, before, after } = await play(native.server, restart);
    expect(after['fields']).toBe(before['fields']);
    const [labels, ...rest] = String(before['fields']).split(', ');
    const more = [labels?.replace(/\d+/, (number) => String(Number(number) + 1)), ...rest].join(', ');
    expect(adapter.verify(subject, { ...before, fields: more }, after, []).is).toBe('failed');
    // What somebody else has added meanwhile is none of its business.
    expect(adapter.verify(subject, before, { ...after, fields: more }, []).is).toBe('met');
  });
});
