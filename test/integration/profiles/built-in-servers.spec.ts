import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acceptBuiltIn } from '../../../src/main/mcp/open-mcp.ts';
import { parseServer } from '../../../src/main/mcp/server-config.ts';
import type { EntityKind } from '../../../src/shared/model/kinds/registry.ts';
import { openAppClient, type AppClient } from '../../support/app-client.ts';
import { documentedOntap } from '../../support/documented/ontap.ts';
import { documentedProxmox, documentedProxmoxText } from '../../support/documented/proxmox.ts';
import { documentedUnifi } from '../../support/documented/unifi.ts';
import { documentedVcenter } from '../../support/documented/vcenter.ts';
import type { Recording } from '../../support/recorded-session.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const replayServer = new URL('../../support/replay-server.ts', import.meta.url).pathname;

describe('servers that are known by their documentation, as processes that answer so', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let open: AppClient;
  beforeEach(async () => {
    folder = temporaryFolder();
    open = await openAppClient(join(folder.path, 'data'));
  });
  afterEach(async () => {
    await open.close();
    folder[Symbol.dispose]();
  });

  const added = async (recording: Recording) => {
    const file = join(folder.path, 'answers.json');
    writeFileSync(file, JSON.stringify(recording));
    const parsed = parseServer('site', {
      command: process.execPath,
      args: ['--disable-warning=ExperimentalWarning', replayServer, file],
    });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    await open.app.mcp.servers.put([parsed.config]);
    await acceptBuiltIn(open.app.mcp.pool, 'site');
  };

  it.each<[string, Recording, EntityKind, number]>([
    ['vCenter', documentedVcenter, 'vm', 4],
    ['Proxmox VE', documentedProxmox, 'vm', 4],
    ['Proxmox VE in words', documentedProxmoxText, 'vm', 2],
    ['NetApp ONTAP', documentedOntap, 'volume', 2],
    ['UniFi Network', documentedUnifi, 'interface', 5],
  ])('%s is collected without anybody having accepted a profile', async (_, recording, kind, count) => {
    await added(recording);
    const [run] = await open.app.collection.collect({ source: 'site' });
    expect(run).toMatchObject({ outcome: 'succeeded', rejects: [] });
    expect((await open.app.inventory.view()).all(kind)).toHaveLength(count);
  });

  it('is changed by nothing until somebody has accepted that', async () => {
    await added(documentedProxmox);
    await open.app.collection.collect({ source: 'site' });
    const profile = async () => {
      const { profiles } = await open.client.profiles.list({});
      return profiles.find(({ id }) => id === 'proxmox-ve-mcp');
    };
    expect(await profile()).toMatchObject({ state: 'in-force', from: 'built-in' });
    const adaptersOf = () =>
      open.app.profiles.catalogue
        .find(({ id }) => id === 'vm.power-on')
        ?.adapters.filter(({ server }) => server.startsWith('proxmox-ve-mcp@'));
    expect(adaptersOf()).toEqual([]);
    const hash = (await profile())?.hash ?? '';
    await open.client.profiles.accept({ id: 'proxmox-ve-mcp', hash, actions: ['vm.power-on'] });
    expect(adaptersOf()).toHaveLength(1);
  });
});
