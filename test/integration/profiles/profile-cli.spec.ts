import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../support/cli.ts';
import { profileText } from '../../support/read-profile.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const acmeServer = new URL('../../support/acme-server.ts', import.meta.url).pathname;

describe('datacenter-docs profile', () => {
  const folder = temporaryFolder();
  const state = join(folder.path, 'machines.json');
  const file = join(folder.path, 'acme.yaml');
  const cli = (...args: readonly string[]) => runCli(['--data-dir', join(folder.path, 'data'), ...args]);

  beforeAll(async () => {
    const machine = { label: 'web', site: 'fra', cpu_count: 2, mem_mb: 2_048, state: 'RUNNING' };
    writeFileSync(state, JSON.stringify({ machines: [1, 2, 3].map((n) => ({ ...machine, uid: `m-${n}` })) }));
    writeFileSync(file, profileText('acme'));
    const node = [process.execPath, '--disable-warning=ExperimentalWarning', acmeServer, state];
    await cli('mcp', 'add', 'acme', '--', ...node);
    await cli('mcp', 'trust', 'acme', '--yes');
  }, 60_000);
  afterAll(() => folder[Symbol.dispose]());

  it('goes from a server to its entities, and calls nothing that nobody has vouched for', async () => {
    const draft = await cli('profile', 'draft', '--server', 'acme', '--sample', 'list_machines={"limit":2}');
    expect(draft.stdout).toContain('limit: 2');
    expect(draft.stderr).toContain('- list_machines: taken for VMs, 2 in the sample');

    const refused = await cli('profile', 'try', file, '--server', 'acme');
    expect(refused.code).toBe(6);
    expect(refused.stderr).toContain('nobody has said of list_machines that it changes nothing');
    expect(refused.stderr).toContain('--vouch TOOL');

    const tried = await cli('profile', 'try', file, '--server', 'acme', '--vouch', 'list_machines', '--raw');
    expect(tried.code).toBe(0);
    expect(tried.stdout).toContain('vm: 3');
    expect(tried.stdout).toContain('"memoryBytes":2147483648');
    expect(tried.stdout).toContain('list_machines {"limit":7,"offset":0} → json');
    const json = await cli('--json', 'profile', 'try', file, '--server', 'acme', '--vouch', 'list_machines');
    expect(json.json()).toMatchObject({ kinds: [{ kind: 'vm', total: 3 }], rejects: { total: 0 } });

    expect((await cli('profile', 'add', file)).stderr).toContain('nobody has accepted it');
    const unasked = await cli('profile', 'accept', 'acme');
    expect(unasked.code).toBe(6);
    expect(unasked.stderr).toContain(
      'Called without asking anybody, because they change nothing:\n  list_machines',
    );
    expect((await cli('profile', 'accept', 'acme', '--actions', 'vm.power-on', '--yes')).stdout).toContain(
      'acme is in force, and may be used for vm.power-on.',
    );
    expect((await cli('profile', 'list')).stdout).toMatch(/acme\s+ACME cloud\s+vmware\s+in-force\s+1 of 1/);
    expect((await cli('profile', 'show', 'acme')).stdout.trim()).toBe(readFileSync(file, 'utf8').trim());

    expect((await cli('collect', '--source', 'acme')).code).toBe(0);
    expect((await cli('inventory', 'list', 'kind:vm')).stdout).toContain('web');
    expect((await cli('doctor')).stdout).toMatch(/read by vmware \(profile acme\)/);

    await cli('profile', 'revoke', 'acme');
    expect((await cli('doctor')).stdout).toContain('nobody has accepted it');
    expect((await cli('profile', 'remove', 'acme')).code).toBe(0);
    expect((await cli('profile', 'show', 'acme')).code).toBe(4);
  }, 120_000);

  it('says what is wrong with a text, with its line', async () => {
    writeFileSync(file, profileText('acme').replace('vcpus: cpu_count', 'cpus: cpu_count'));
    const checked = await cli('profile', 'check', file);
    expect(checked.code).toBe(1);
    expect(checked.stdout).toMatch(/\d+:\d+ entities\.0\.attributes\.cpus: vm has no attribute "cpus"/);
    const added = await cli('profile', 'add', file);
    expect(added.code).toBe(1);
  });
});
