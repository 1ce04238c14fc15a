import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { bmcPassword, bmcUser, startRedfishEndpoint } from '../support/redfish-endpoint.ts';
import { arrayTree, serverTree, type RedfishTree } from '../support/redfish-tree.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Our Redfish server as a program, accepted and collected from by the application, as an operator does it. */
test('from a file of BMCs to hardware, storage and findings, with no session left behind', async () => {
  using folder = temporaryFolder();
  const server = serverTree({ name: 'srv-1', serial: 'SN1', generation: 'thermal' });
  const power = server.get('/redfish/v1/Chassis/1/Power') as unknown as { PowerSupplies: object[] };
  Object.assign(power.PowerSupplies[1] ?? {}, { Status: { State: 'Enabled', Health: 'Critical' } });
  fail(server, '/redfish/v1/Systems/1/Storage/RAID.1/Drives/2');
  await using srv = await startRedfishEndpoint(server);
  await using array = await startRedfishEndpoint(arrayTree({ name: 'array-1', serial: 'SA1' }));
  const file = join(folder.path, 'bmcs.yaml');
  writeFileSync(
    file,
    [
      'credentials: { docs: { userEnv: BMC_USER, passwordEnv: BMC_PASSWORD } }',
      'defaults: { credentials: docs }',
      'devices:',
      `  - { name: srv-1, address: '${srv.address}', fingerprint: '${srv.fingerprint}' }`,
      `  - { name: array-1, address: '${array.address}', fingerprint: '${array.fingerprint}' }`,
      '',
    ].join('\n'),
  );
  const run = async (...args: string[]) => {
    const ran = await runCli(['--data-dir', join(folder.path, 'data'), ...args], {
      env: { BMC_USER: bmcUser, BMC_PASSWORD: bmcPassword },
    });
    if (ran.code !== 0) throw new Error(`${args.join(' ')} ended with ${ran.code}: ${ran.stderr}`);
    return ran.stdout;
  };
  const secrets = ['BMC_USER=${env:BMC_USER}', 'BMC_PASSWORD=${env:BMC_PASSWORD}'];
  const program = [process.execPath, 'bin/datacenter-docs.mjs', 'mcp-server', 'redfish', '--devices', file];
  await run('mcp', 'add', 'hardware', '--env', ...secrets, '--', ...program);
  await run('mcp', 'trust', 'hardware', '--yes');
  expect(await run('collect', '--source', 'hardware')).toContain('succeeded');
  expect(await run('inventory', 'list', 'kind:device')).toMatch(/array-1[^]*srv-1/);
  const findings = await run('inventory', 'list', 'kind:finding');
  for (const words of ['PSU 2 critical', 'srv-1 Drive 2']) expect(findings).toContain(words);
  // Drives that a volume takes whole are no pool that is nearly full.
  expect(findings).toContain('2 in all');
  expect([...srv.sessions, ...array.sessions]).toEqual([]);
});

function fail(tree: RedfishTree, path: string): void {
  Object.assign(tree.get(path) ?? {}, { Status: { State: 'Enabled', Health: 'Critical' } });
}
