import { z } from 'zod';
import type { Entity, EntityOf } from '../../../../shared/model/entity.ts';
import type { Facts } from '../../../../shared/model/plan.ts';
import { storageCommands as commands } from '../../../ssh/commands/storage.ts';
import { hostReader, type HostReader } from '../../../ssh/host-reader.ts';
import { changingProfile, listedHosts, type SshHost } from '../../../ssh/hosts.ts';
import type { ReadCommand } from '../../../ssh/read-command.ts';
import { listTool, runTool } from '../../../ssh/ssh-server.ts';
import type { InventoryView } from '../../../inventory/view.ts';
import type { LiveReader, LiveState } from '../../action-adapter.ts';
import { unreadable } from './answer.ts';
import { roomFor } from './ceph-room.ts';
import { check, known, numberOf, said, textOf, type Call, type Check } from './facts.ts';

/* OSDs of a Ceph cluster, over a host that ssh-mcp reaches and that may ask the cluster. */

const osdName = /^osd\.\d{1,6}$/;

export function osdOf(target: Entity): {
  readonly disk: EntityOf<'disk'>;
  readonly osd: string;
  readonly fsid: string;
} {
  // The catalogue lets no other kind come here, and refuses disks that are none.
  if (target.kind !== 'disk' || !osdName.test(target.attributes.osd ?? ''))
    throw new TypeError(`expected an OSD, ${target.id} is a ${target.kind}`);
  const osd = target.attributes.osd ?? '';
  return { disk: target, osd, fsid: target.nativeId.slice(0, -osd.length - 1) };
}

export function refuseNoOsd({ target }: { readonly target: Entity }): string | undefined {
  return target.kind === 'disk' && osdName.test(target.attributes.osd ?? '')
    ? undefined
    : 'it is no OSD of a Ceph cluster';
}

export const rawTree = z.object({
  nodes: z.array(
    z.object({ id: z.int(), name: z.string(), type: z.string(), children: z.array(z.int()).default([]) }),
  ),
});
export const rawMap = z.object({
  fsid: z.string(),
  nearfull_ratio: z.number().positive().max(1),
  flags_set: z.array(z.string()),
  osds: z.array(
    z.object({
      osd: z.int(),
      up: z.literal([0, 1]),
      in: z.literal([0, 1]),
      weight: z.number().min(0).max(1),
    }),
  ),
  pools: z.array(z.object({ pool_name: z.string(), size: z.int().positive(), crush_rule: z.int() })),
});
export const rawRules = z.array(
  z.object({
    rule_id: z.int(),
    steps: z.array(z.object({ op: z.string(), type: z.string().optional() })),
  }),
);
export const rawSpace = z.object({
  nodes: z.array(z.object({ id: z.int(), kb: z.number().nonnegative(), kb_used: z.number().nonnegative() })),
});
const rawStatus = z.object({
  fsid: z.string(),
  health: z.object({ status: z.string(), checks: z.record(z.string(), z.unknown()) }),
  pgmap: z.object({
    num_pgs: z.int().nonnegative(),
    pgs_by_state: z.array(z.object({ state_name: z.string(), count: z.int().nonnegative() })),
  }),
});

/** Tells which cluster a host is in, and nothing else. */
const rawFsid = z.object({ fsid: z.string() });

/** @throws DomainError when no host may ask this cluster, or what it says is no answer */
export async function readOsd(target: Entity, view: InventoryView, reader: LiveReader): Promise<LiveState> {
  const { osd, fsid } = osdOf(target);
  const { hosts } = listedHosts(reader.source, await reader.call(listTool, {}));
  const asked = await hostInCluster(reader, inOrder(hosts, target, view), fsid);
  const ask = async <S extends z.ZodType>(command: ReadCommand, schema: S): Promise<z.output<S>> => {
    const answer = await asked.askJson(command, schema);
    if (answer.is !== 'answered') throw unreadable(reader, command.id, answer.reason);
    return answer.value;
  };
  const map = await ask(commands.cephOsdMap, rawMap);
  const status = await ask(commands.cephStatus, rawStatus);
  if (map.fsid !== fsid || status.fsid !== fsid)
    throw unreadable(reader, commands.cephOsdMap.id, `it is of the cluster ${map.fsid}, not ${fsid}`);
  const id = Number(osd.slice('osd.'.length));
  const own = map.osds.find((one) => one.osd === id);
  if (!own) return { is: 'gone', text: `the cluster ${fsid} no longer has ${osd}` };
  const count = (is: (state: string) => boolean): number | undefined => {
    const { num_pgs: all, pgs_by_state: states } = status.pgmap;
    // A list that leaves some out says nothing of them.
    if (states.reduce((sum, one) => sum + one.count, 0) !== all) return undefined;
    return states.reduce((sum, one) => sum + (is(one.state_name) ? one.count : 0), 0);
  };
  return {
    is: 'there',
    facts: known({
      osd,
      cluster: fsid,
      profile: changingProfile(asked.host),
      up: own.up === 1,
      in: own.in === 1,
      weight: own.weight,
      health: status.health.status,
      complaints: Object.keys(status.health.checks).toSorted().join(', '),
      flags: map.flags_set
        .filter((flag) => stopping.has(flag))
        .toSorted()
        .join(', '),
      unreachablePgs: count((state) => !state.split('+').includes('active')),
      incompletePgs: count((state) => /\b(?:undersized|incomplete|down)\b/.test(state)),
      ...roomFor(id, {
        map,
        tree: await ask(commands.cephOsdTree, rawTree),
        rules: await ask(commands.cephRules, rawRules),
        space: await ask(commands.cephOsdSpace, rawSpace),
      }),
    }),
  };
}

/** Flags by which operators keep a cluster from moving data. */
const stopping: ReadonlySet<string> = new Set([
  'noin',
  'noout',
  'nobackfill',
  'norebalance',
  'norecover',
  'pauserd',
  'pausewr',
]);

/** Hosts of the cluster first: of all the others most would only say that they are in none. */
function inOrder(hosts: readonly SshHost[], target: Entity, view: InventoryView): SshHost[] {
  const members = new Set(
    view
      .all('controller')
      .filter(({ source, partition }) => source === target.source && partition === target.partition)
      .map(({ name }) => name),
  );
  const isMember = ({ name, profiles }: SshHost) =>
    members.has(name) || profiles.some((one) => members.has(one));
  return [...hosts.filter(isMember), ...hosts.filter((host) => !isMember(host))];
}

async function hostInCluster(
  reader: LiveReader,
  hosts: readonly SshHost[],
  fsid: string,
): Promise<HostReader> {
  const reasons: string[] = [];
  for (const host of hosts) {
    const asked = hostReader(host, (tool, args) => reader.call(tool, args));
    const answer = await asked.askJson(commands.cephStatus, rawFsid);
    if (answer.is === 'answered' && answer.value.fsid === fsid) return asked;
    if (answer.is === 'answered') reasons.push(`${host.name} is in another cluster`);
    else if (answer.is !== 'absent' && answer.is !== 'stopped')
      reasons.push(`${host.name}: ${answer.reason}`);
  }
  throw unreadable(
    reader,
    commands.cephStatus.id,
    `no host may ask the cluster ${fsid}${reasons.length === 0 ? '' : `; ${reasons.slice(0, 3).join('; ')}`}`,
  );
}

export function osdCall(target: Entity, profile: string, verb: 'in' | 'out', does: string): Call {
  const { osd } = osdOf(target);
  return {
    tool: runTool,
    arguments: { command: `ceph --connect-timeout 15 osd ${verb} ${osd}`, profile },
    does,
  };
}

/** By which connection it is changed: the one over which it was read. */
export const profileOf = (facts: Facts): string => textOf(facts, 'profile') ?? '';

export const sayState = (facts: Facts): string =>
  `it is ${facts['up'] === true ? 'up' : 'down'} and ${facts['in'] === true ? 'in' : 'out'}, with the weight ${said(facts, 'weight')}; ${said(facts, 'unreachablePgs')} placement groups cannot be reached, ${said(facts, 'incompletePgs')} lack copies`;

export const notInTrouble = (now: Facts): Check =>
  check(
    now['health'] === 'HEALTH_OK' || now['health'] === 'HEALTH_WARN',
    `the cluster is not in an error: ${said(now, 'health')}${textOf(now, 'complaints') ? ` (${textOf(now, 'complaints') ?? ''})` : ''}`,
  );

export const allReachable = (now: Facts): Check =>
  check(
    numberOf(now, 'unreachablePgs') === 0,
    `every placement group can be reached: ${said(now, 'unreachablePgs')} cannot`,
  );

export const mayMove = (now: Facts): Check => {
  const flags = (textOf(now, 'flags') ?? '').split(', ').filter((flag) => flag !== '' && flag !== 'noout');
  return check(
    now['flags'] !== undefined && flags.length === 0,
    `no flag keeps the cluster from moving data: ${flags.length === 0 ? 'none does' : flags.join(', ')}`,
  );
};
