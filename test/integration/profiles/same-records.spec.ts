import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Adapter } from '../../../src/main/collectors/collector.ts';
import { labStorageAdapter } from '../../../src/main/collectors/storage/lab/adapter.ts';
import { netboxAdapter } from '../../../src/main/collectors/network/netbox/adapter.ts';
import { systemClock } from '../../../src/main/platform/clock.ts';
import { profileAdapter } from '../../../src/main/profiles/profile-adapter.ts';
import type { EntityKind } from '../../../src/shared/model/kinds/registry.ts';
import { labEntry } from '../../support/lab-client.ts';
import { spawnSession, type TestSession } from '../../support/mcp-session.ts';
import { collectEntities, type Collected } from '../../support/network-estate.ts';
import { readProfile } from '../../support/read-profile.ts';

const adapterOf = (name: string): Adapter =>
  profileAdapter(readProfile(name), { clock: systemClock, revision: 'test', isKnown: () => false });

/** Everything that both say of a kind, by native id. */
function ofKind({ entities }: Collected, kind: EntityKind) {
  return new Map(
    entities
      .filter((entity) => entity.kind === kind)
      .map(({ nativeId, name, partition, attributes, relations, keys, labels, unknown }) => [
        nativeId,
        { name, partition, attributes, relations, keys, labels, unknown },
      ]),
  );
}

function judged({ events }: Collected, kind: EntityKind) {
  return events.flatMap((event) =>
    (event.type === 'complete' || event.type === 'failed') && event.kind === kind ? [event.type] : [],
  );
}

async function both(session: TestSession, name: string, adapter: Adapter) {
  return {
    profile: await collectEntities(adapterOf(name), session),
    code: await collectEntities(adapter, session),
  };
}

describe('a profile says the same as the adapter that is written in code', () => {
  let session: TestSession;
  beforeAll(async () => {
    session = await spawnSession(process.execPath, [labEntry, '--stdio', '--frozen', '--domains', 'storage']);
  }, 60_000);
  afterAll(() => session.close());

  it('of disks: a paged list for each array, with names out of another list', async () => {
    const { profile, code } = await both(session, 'lab-disks', labStorageAdapter);
    expect(profile.rejects).toEqual([]);
    expect(ofKind(code, 'disk').size).toBeGreaterThan(50);
    expect(ofKind(profile, 'disk')).toEqual(ofKind(code, 'disk'));
    expect(judged(profile, 'disk')).toEqual(['complete']);
  });
});

const demo = new URL('../../../../shared/data/netbox-demo/netbox-demo.json', import.meta.url).pathname;
const present = existsSync(demo);

describe.skipIf(!present)(`the same of NetBox's own server, skipped without its demo data`, () => {
  let session: TestSession;
  beforeAll(async () => {
    session = await spawnSession(process.execPath, [labEntry, '--stdio', '--estate', 'netbox', demo]);
  }, 60_000);
  afterAll(() => session.close());

  it('of VLANs and VRFs, page by page', async () => {
    const { profile, code } = await both(session, 'netbox-vlans', netboxAdapter);
    expect(profile.rejects).toEqual([]);
    for (const kind of ['vlan', 'vrf'] as const) {
      expect(ofKind(code, kind).size).toBeGreaterThan(3);
      expect(ofKind(profile, kind)).toEqual(ofKind(code, kind));
      expect(judged(profile, kind)).toEqual(['complete']);
    }
  });
});
