import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { builtInAdapter, builtInProfile } from '../../../../test/support/built-in-profile.ts';
import { documentedOntap } from '../../../../test/support/documented/ontap.ts';
import { documentedProxmox, documentedProxmoxText } from '../../../../test/support/documented/proxmox.ts';
import { documentedUnifi } from '../../../../test/support/documented/unifi.ts';
import { documentedVcenter } from '../../../../test/support/documented/vcenter.ts';
import { collectors } from '../../collectors/registry.ts';
import { builtInProfiles } from '../built-in-profiles.ts';

const ids = readdirSync(builtInProfiles())
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.replace('.yaml', ''));

const servers = {
  'netapp-ontap-mcp': documentedOntap,
  'proxmox-mcp-text': documentedProxmoxText,
  'proxmox-ve-mcp': documentedProxmox,
  'unifi-network-mcp': documentedUnifi,
  'vmware-vcenter-mcp': documentedVcenter,
} as const;

describe('profiles that come with the application', () => {
  test('each have a server that is documented', () => {
    expect(ids.toSorted()).toEqual(Object.keys(servers));
  });

  test.each(Object.entries(servers))('%s alone recognises its server', (id, { server }) => {
    expect(ids.filter((one) => builtInAdapter(one).matches(server))).toEqual([id]);
    const inCode = collectors.flatMap(({ adapters }) =>
      adapters.filter((adapter) => adapter.matches(server)),
    );
    expect(inCode.map((adapter) => adapter.id)).toEqual([]);
  });

  test.each(ids)('%s says that it was written after documentation, and what it does not give', (id) => {
    const { title, unavailable } = builtInProfile(id).source;
    expect(title).toContain('by its documentation');
    expect(unavailable.length).toBeGreaterThan(2);
  });
});
