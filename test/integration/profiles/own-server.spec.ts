import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { acceptBuiltIn } from '../../../src/main/mcp/open-mcp.ts';
import { parseServer } from '../../../src/main/mcp/server-config.ts';
import { entityId } from '../../../src/shared/model/ids.ts';
import { activeStates } from '../../../src/shared/model/remediation.ts';
import type { AcmeMachine } from '../../support/acme-server.ts';
import { openAppClient, type AppClient } from '../../support/app-client.ts';
import { startScriptedLlm } from '../../support/scripted-llm.ts';
import { profileText } from '../../support/read-profile.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const acmeServer = new URL('../../support/acme-server.ts', import.meta.url).pathname;
const text = profileText('acme');

const machines: readonly AcmeMachine[] = Array.from({ length: 20 }, (_, i) => ({
  uid: `m-${i}`,
  label: `machine ${i}`,
  site: i < 10 ? 'fra' : 'ber',
  cpu_count: 2,
  mem_mb: i === 13 ? 'a lot' : 4_096,
  state: i % 2 === 0 ? 'RUNNING' : 'STOPPED',
}));

describe("a site's own server, by a profile", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let open: AppClient;
  let state: string;
  beforeEach(async () => {
    folder = temporaryFolder();
    state = join(folder.path, 'machines.json');
    writeFileSync(state, JSON.stringify({ machines }));
    open = await openAppClient(join(folder.path, 'data'));
    await addServer({});
  });
  afterEach(async () => {
    await open.close();
    folder[Symbol.dispose]();
  });

  async function addServer(options: Readonly<Record<string, unknown>>): Promise<void> {
    const parsed = parseServer('acme', {
      command: process.execPath,
      args: ['--disable-warning=ExperimentalWarning', acmeServer, state],
      datacenterDocs: options,
    });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    await open.app.mcp.servers.put([parsed.config]);
    await acceptBuiltIn(open.app.mcp.pool, 'acme');
  }
  const calls = (): readonly string[] =>
    existsSync(`${state}.calls`) ? readFileSync(`${state}.calls`, 'utf8').trim().split('\n') : [];
  const inForce = async (actions: readonly ['vm.power-on'] | readonly [] = []) => {
    const before = (await open.client.profiles.list({})).profiles.find(({ id }) => id === 'acme');
    const { profile } = await open.client.profiles.save({ text, ...(before && { baseHash: before.hash }) });
    return (await open.client.profiles.accept({ id: 'acme', hash: profile.hash, actions: [...actions] }))
      .profile;
  };
  const vms = async () => (await open.app.inventory.view()).all('vm');

  it('is drafted from its tools and one answer, and the draft can be tried', async () => {
    const draft = await open.client.profiles.draft({ source: 'acme', samples: [{ tool: 'list_machines' }] });
    expect(calls()).toEqual(['list_machines']);
    expect(draft.faults).toEqual([]);
    expect(draft.text).toContain('list_machines: read');
    expect(draft.text).toContain('# wipe_machine: write');
    expect(draft.text).toContain('by: offset');
    const trial = await open.client.profiles.try({
      text: draft.text,
      source: 'acme',
      vouch: ['list_machines'],
    });
    expect(trial.kinds).toMatchObject([{ kind: 'vm', total: 20, complete: true }]);
    expect(trial.kinds[0]?.records[0]).toMatchObject({ nativeId: 'm-0', name: 'machine 0' });
  });

  it('is drafted with a language model where one is set, which only proposes', async () => {
    await expect(
      open.client.profiles.draft({ source: 'acme', samples: [{ tool: 'list_machines' }], model: true }),
    ).rejects.toMatchObject({ code: 'llm-not-configured' });
    await open.close();
    const llm = await startScriptedLlm();
    llm.respond(() =>
      JSON.stringify({
        mappings: [
          { attribute: 'folder', expression: '"/" & site' },
          { attribute: 'notes', expression: '$eval(label)' },
        ],
      }),
    );
    try {
      open = await openAppClient(join(folder.path, 'data'), 'alice', {
        env: { LLM_BASE_URL: llm.url, LLM_MODEL: 'any' },
      });
      const draft = await open.client.profiles.draft({
        source: 'acme',
        samples: [{ tool: 'list_machines' }],
        model: true,
      });
      expect(draft.faults).toEqual([]);
      expect(draft.text).toContain('"/" & site');
      expect(draft.text).not.toContain('$eval');
      expect(draft.notes.join('\n')).toContain('list_machines, folder: the language model proposed it');
    } finally {
      await llm.close();
    }
  });

  it('is not called by a profile that is tried until somebody vouches for its tools', async () => {
    await expect(open.client.profiles.try({ text, source: 'acme' })).rejects.toMatchObject({
      code: 'profile-tools-not-accepted',
      details: [{ path: 'list_machines', message: 'Machines, a page at a time' }],
    });
    expect(calls()).toEqual([]);
    const trial = await open.client.profiles.try({
      text,
      source: 'acme',
      vouch: ['list_machines'],
      limit: 2,
    });
    expect(trial.steps).toMatchObject([{ name: 'machines', calls: 3, items: 20, complete: true }]);
    expect(trial.steps[0]?.samples[0]).toMatchObject({
      tool: 'list_machines',
      arguments: '{"limit":7,"offset":0}',
    });
    expect(trial.kinds).toMatchObject([{ kind: 'vm', total: 20, complete: true }]);
    expect(trial.kinds[0]?.records).toHaveLength(2);
    expect(await vms()).toEqual([]);
  });

  it('says of what does not fit in which line of the profile it was made', async () => {
    const wrong = text.replace('vcpus: cpu_count', 'vcpus: label');
    const trial = await open.client.profiles.try({ text: wrong, source: 'acme', vouch: ['list_machines'] });
    const line = wrong.split('\n').findIndex((one) => one.includes('vcpus: label')) + 1;
    expect(trial.rejects.total).toBe(20);
    expect(trial.rejects.items[0]).toMatchObject({ kind: 'vm', path: 'attributes.vcpus', line });
  });

  it('shows which profile recognises it, which one reads it, and who speaks for its tools', async () => {
    const of = async () =>
      (await open.client.profiles.list({})).profiles.find(({ id }) => id === 'acme') ?? {};
    const listed = async () =>
      (await open.client.sources.tools({ name: 'acme' })).tools.find(({ name }) => name === 'list_machines');
    await open.client.sources.test({ name: 'acme' });
    await open.client.profiles.save({ text });
    expect(await of()).toMatchObject({ state: 'not-accepted', recognises: ['acme'], reads: [] });
    expect(await listed()).toMatchObject({ readOnly: 'none', vouchedBy: [], guardedBy: [] });

    await inForce();
    expect(await of()).toMatchObject({ state: 'in-force', recognises: ['acme'], reads: ['acme'] });
    expect(await listed()).toMatchObject({ readOnly: 'adapter', vouchedBy: ['ACME cloud'] });
    await addServer({ profile: 'another' });
    expect(await of()).toMatchObject({ namedBy: [], reads: [] });
    await addServer({ profile: 'acme' });
    expect(await of()).toMatchObject({ namedBy: ['acme'], reads: ['acme'] });
  });

  it('is read once the profile is accepted, and its write tools stay closed', async () => {
    expect(await open.app.collection.collect({ source: 'acme' })).toEqual([]);
    const { state: before } = (await open.client.profiles.save({ text })).profile;
    expect(before).toBe('not-accepted');
    expect(await open.app.collection.collect({ source: 'acme' })).toEqual([]);

    await open.client.profiles.revoke({ id: 'acme' });
    const [loaded] = (await open.client.profiles.list({})).profiles.filter(({ id }) => id === 'acme');
    await open.client.profiles.accept({ id: 'acme', hash: loaded?.hash ?? '' });
    const [run] = await open.app.collection.collect({ source: 'acme' });
    expect(run).toMatchObject({ adapter: 'acme', domain: 'vmware', outcome: 'succeeded', rejects: [] });
    expect(run?.unavailable).toContainEqual({
      what: 'hosts',
      reason: 'ACME does not say what its machines run on',
    });
    const all = await vms();
    expect(all).toHaveLength(20);
    expect(all.find(({ nativeId }) => nativeId === 'm-1')).toMatchObject({
      name: 'machine 1',
      partition: 'fra',
      attributes: { powerState: 'off', vcpus: 2, memoryBytes: 4_294_967_296 },
      unknown: { snapshots: 'ACME cloud has none' },
    });
    // What its text does not say in numbers is not known, and not nought.
    expect(all.find(({ nativeId }) => nativeId === 'm-13')?.attributes.memoryBytes).toBeUndefined();

    const call = (tool: string) =>
      open.client.sources.callTool({ name: 'acme', tool, arguments: { uid: 'm-1' } });
    expect((await call('get_machine')).isError).toBe(false);
    await expect(call('start_machine')).rejects.toMatchObject({ code: 'not-read-only' });
  });

  it('is asked about again when the file is another, before anything of it is used', async () => {
    const { file } = await inForce();
    const shown = async () => (await open.client.profiles.get({ id: 'acme' })).profile;
    expect((await shown()).state).toBe('in-force');
    writeFileSync(file, text.replace('stop_machine: write', 'stop_machine: write\n  wipe_machine: read'));
    await vi.waitFor(async () => expect((await shown()).state).toBe('changed'), { timeout: 5_000 });
    expect((await shown()).changes[0]).toBe('wipe_machine is now called read-only');
    await expect(
      open.client.sources.callTool({ name: 'acme', tool: 'wipe_machine', arguments: {} }),
    ).rejects.toMatchObject({ code: 'not-read-only' });
    expect(await open.app.collection.collect({ source: 'acme' })).toEqual([]);
    expect(calls()).toEqual([]);

    writeFileSync(file, text);
    await vi.waitFor(async () => expect((await shown()).state).toBe('in-force'), { timeout: 5_000 });
  });

  it('that mcp.json gives a profile is read by no other, also while that is not in force', async () => {
    await addServer({ profile: 'acme' });
    await expect(open.app.collection.collect({ source: 'acme' })).rejects.toMatchObject({
      code: 'profile-not-in-force',
    });
    expect((await open.client.profiles.list({})).problems).toEqual([
      'acme is to be read by the profile "acme", which there is not: it is not read',
    ]);
    const { checks } = await open.client.diagnostics.check({});
    expect(checks).toContainEqual(expect.objectContaining({ name: 'profiles', status: 'failed' }));
    await inForce();
    expect((await open.app.collection.collect({ source: 'acme' }))[0]?.outcome).toBe('succeeded');
  });

  const propose = async () => {
    const { app } = open;
    await app.collection.collect({ source: 'acme' });
    return app.remediations.propose(
      {
        action: 'vm.power-on',
        target: entityId('acme', 'vm', 'm-1'),
        parameters: {},
        cause: 'somebody needs it',
        confidence: 1,
        proposedBy: 'operator',
        automation: false,
      },
      { operator: 'alice', role: 'admin', via: 'memory' },
      new AbortController().signal,
    );
  };

  it('is acted on only where the action was accepted by its name', async () => {
    await inForce();
    const { id, plan } = await propose();
    expect(plan).toBeUndefined();
    expect(JSON.stringify(await open.app.remediations.get(id))).toContain(
      'cannot be done on the server of \\"acme\\"',
    );
  });

  it('is acted on, and read back', async () => {
    const { hash } = await inForce(['vm.power-on']);
    const { id, plan } = await propose();
    expect(plan).toMatchObject({
      adapter: `acme@${hash.slice(0, 12)}`,
      calls: [{ source: 'acme', tool: 'start_machine', arguments: { uid: 'm-1' }, does: 'starts machine 1' }],
      before: { name: 'machine 1', powerState: 'off' },
    });
    await approveAndRun(id, plan?.hash ?? '');
    expect(calls()).toContain('start_machine');
    expect((await open.app.remediations.get(id))?.state).toBe('succeeded');
    expect(stateOf('m-1')).toBe('RUNNING');
  });

  it('that says that it has done what it has not is found out', async () => {
    await inForce(['vm.power-on']);
    writeFileSync(state, JSON.stringify({ machines, lies: true }));
    const { id, plan } = await propose();
    await approveAndRun(id, plan?.hash ?? '');
    expect((await open.app.remediations.get(id))?.state).not.toBe('succeeded');
    expect(calls()).not.toContain('stop_machine');
  });

  it('is not acted on by another text than the one that was approved', async () => {
    const { hash } = await inForce(['vm.power-on']);
    const { id, plan } = await propose();
    const other = text.replace('version: 2', 'version: 3');
    const saved = (await open.client.profiles.save({ text: other, baseHash: hash })).profile;
    await open.client.profiles.accept({ id: 'acme', hash: saved.hash, actions: ['vm.power-on'] });
    await approveAndRun(id, plan?.hash ?? '').catch(() => {});
    expect(calls()).not.toContain('start_machine');
    expect((await open.app.remediations.get(id))?.state).not.toBe('succeeded');
  });

  const stateOf = (uid: string): string | undefined =>
    (JSON.parse(readFileSync(state, 'utf8')) as { machines: AcmeMachine[] }).machines.find(
      (one) => one.uid === uid,
    )?.state;

  async function approveAndRun(id: string, planHash: string): Promise<void> {
    const { remediations } = open.app;
    await remediations.start();
    await remediations.approve(
      id,
      { planHash, typedName: 'machine 1', run: true },
      { operator: 'alice', role: 'admin', via: 'memory' },
    );
    await vi.waitFor(
      async () => {
        const now = await remediations.get(id);
        expect(now && activeStates.has(now.state)).toBe(false);
      },
      { timeout: 20_000, interval: 50 },
    );
  }
});
