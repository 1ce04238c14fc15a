import { beforeAll, describe, expect, it } from 'vitest';
import { buildView } from '../../../../../test/support/build-view.ts';
import { scriptedCeph } from '../../../../../test/support/scripted-ceph.ts';
import type { Entity } from '../../../../shared/model/entity.ts';
import type { Facts } from '../../../../shared/model/plan.ts';
import type { InventoryView } from '../../../inventory/view.ts';
import type { ToolResult } from '../../../mcp/session.ts';
import type { LiveReader } from '../../action-adapter.ts';
import { sshStorage } from './ssh-storage.ts';

const ceph = scriptedCeph();
let view: InventoryView;
let target: Entity;
beforeAll(async () => {
  view = buildView(await ceph.entities());
  const found = view.all('disk').find(({ attributes }) => attributes.osd === 'osd.2');
  if (!found) throw new Error('expected osd.2');
  target = found;
});

type Changes = Readonly<Record<string, (answer: never) => void>>;

/** A reader of the recorded cluster, with some of its answers changed: by a part of the command. */
function reading(changes: Changes = {}): LiveReader {
  return {
    source: 'ceph',
    call: (tool, args) =>
      new Promise<ToolResult>((resolve) => {
        const result = ceph.answer(tool, args);
        const { command } = args;
        const change = Object.entries(changes).find(
          ([part]) => typeof command === 'string' && command.includes(part),
        );
        if (!change) {
          resolve(result);
          return;
        }
        const data = JSON.parse(result.text.split('\n\n[stderr]')[0] ?? '') as never;
        change[1](data);
        resolve({ ...result, text: JSON.stringify(data) });
      }),
  };
}

async function factsWith(changes: Changes = {}): Promise<Facts> {
  const live = await sshStorage.read({ target, view, parameters: {} }, reading(changes));
  if (live.is === 'gone') throw new Error(live.text);
  return live.facts;
}

const held = async (changes: Changes = {}): Promise<string[]> =>
  sshStorage
    .preChecks({ target, view, parameters: {} }, await factsWith(changes))
    .flatMap(({ ok, text }) => (ok ? [] : [text]));

interface MapAnswer {
  osds: { osd: number; up: number; in: number; weight: number }[];
  flags_set: string[];
  pools: { pool_name: string; size: number; crush_rule: number }[];
}

describe('taking an OSD out', () => {
  it('is fine in a cluster with room, by a call of a constant shape', async () => {
    expect(await held()).toEqual([]);
    const facts = await factsWith();
    expect(sshStorage.plan({ target, view, parameters: {} }, facts).calls).toEqual([
      {
        tool: 'run-command',
        arguments: { command: 'ceph --connect-timeout 15 osd out osd.2', profile: 'stor-a-ops' },
        does: 'takes ceph-7c9e6679 osd.2 out',
      },
    ]);
  });

  it.each<[string, Changes, RegExp]>([
    [
      'too few hosts are left for the copies',
      { ' osd dump ': (map: MapAnswer) => Object.assign(map.osds[0] ?? {}, { up: 0 }) },
      /archive keeps 3 parts and would have 2 places/,
    ],
    [
      'it is not known over what a pool is spread',
      { ' crush rule dump ': (rules: unknown[]) => rules.splice(0) },
      /would have 0 places/,
    ],
    [
      'the others would be nearly full',
      {
        ' osd df ': ({ nodes }: { nodes: { kb: number; kb_used: number }[] }) => {
          for (const node of nodes) node.kb_used = Math.round(node.kb * 0.7);
        },
      },
      /they would be 93\.3 % full/,
    ],
    [
      'one of the others is nearly full by the cluster’s own ratio',
      {
        ' osd df ': ({ nodes }: { nodes: { id: number; kb: number; kb_used: number }[] }) => {
          for (const node of nodes) if (node.id === 0) node.kb_used = Math.round(node.kb * 0.86);
        },
      },
      /the fullest is 86 % full, the cluster calls 85 % nearly full/,
    ],
    [
      'how full one is was not said',
      { ' osd df ': ({ nodes }: { nodes: unknown[] }) => nodes.splice(3) },
      /they would be not known % full/,
    ],
    [
      'a flag keeps data where it is',
      { ' osd dump ': (map: MapAnswer) => map.flags_set.push('norebalance') },
      /norebalance/,
    ],
    [
      'somebody has given it a weight of its own',
      { ' osd dump ': (map: MapAnswer) => Object.assign(map.osds[2] ?? {}, { weight: 0.8 }) },
      /it has 0\.8/,
    ],
    [
      'the cluster is in an error',
      {
        ' status ': (status: { health: { status: string; checks: Record<string, unknown> } }) => {
          status.health = { status: 'HEALTH_ERR', checks: { OSD_FULL: {} } };
        },
      },
      /HEALTH_ERR \(OSD_FULL\)/,
    ],
    [
      'placement groups cannot be reached, or already lack copies',
      {
        ' status ': ({ pgmap }: { pgmap: { num_pgs: number; pgs_by_state: unknown[] } }) => {
          pgmap.pgs_by_state = [
            { state_name: 'active+clean', count: pgmap.num_pgs - 3 },
            { state_name: 'peering', count: 1 },
            { state_name: 'active+undersized+degraded', count: 2 },
          ];
        },
      },
      /1 cannot/,
    ],
    [
      'a part of the placement groups is left out of what the cluster says of them',
      {
        ' status ': ({ pgmap }: { pgmap: { num_pgs: number; pgs_by_state: unknown[] } }) => {
          pgmap.pgs_by_state = [{ state_name: 'active+clean', count: pgmap.num_pgs - 1 }];
        },
      },
      /every placement group can be reached: not known cannot/,
    ],
  ])('is refused where %s', async (_, changes, why) => {
    expect((await held(changes)).join('\n')).toMatch(why);
  });

  it('is believed only when it was seen twice, with every placement group in reach', async () => {
    const before = await factsWith();
    const subject = { target, view, parameters: {} };
    const out = {
      ' osd dump ': (map: MapAnswer) => Object.assign(map.osds[2] ?? {}, { in: 0, weight: 0 }),
    };
    const now = await factsWith(out);
    expect(sshStorage.verify(subject, before, now, []).is).toBe('not-yet');
    expect(sshStorage.verify(subject, before, now, [now]).is).toBe('met');
    const peering = { ...now, unreachablePgs: 2 };
    expect(sshStorage.verify(subject, before, now, [peering]).is).toBe('not-yet');
    expect(sshStorage.verify(subject, before, { ...now, incompletePgs: 4 }, [now]).is).toBe('not-yet');
  });

  it('asks another host where the first may not, and says so where none may', async () => {
    const deny = (denied: readonly string[]): LiveReader => {
      const reader = reading();
      return {
        ...reader,
        call: (tool, args) =>
          denied.some((profile) => profile === args['profile'])
            ? Promise.resolve({
                isError: true,
                text: '[stderr]\n[errno 13] RADOS permission denied\n\n\n[exit 13]',
                data: undefined,
                form: 'text',
              })
            : reader.call(tool, args),
      };
    };
    const subject = { target, view, parameters: {} };
    const live = await sshStorage.read(subject, deny(['stor-a']));
    expect(live).toMatchObject({ is: 'there', facts: { profile: 'stor-b-ops' } });
    await expect(sshStorage.read(subject, deny(['stor-a', 'stor-b']))).rejects.toThrow(
      /no host may ask the cluster .*permission denied/,
    );
  });

  it('finds an OSD gone that the map no longer has, and believes no other cluster', async () => {
    const subject = { target, view, parameters: {} };
    expect(
      await sshStorage.read(subject, reading({ ' osd dump ': (map: MapAnswer) => map.osds.splice(2, 1) })),
    ).toEqual({ is: 'gone', text: expect.stringMatching(/no longer has osd\.2/) as string });
    await expect(
      sshStorage.read(
        subject,
        reading({ ' status ': (status: { fsid: string }) => Object.assign(status, { fsid: 'another' }) }),
      ),
    ).rejects.toThrow(/no host may ask the cluster/);
  });
});
