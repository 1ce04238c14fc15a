import type { z } from 'zod';
import type { Facts } from '../../../../shared/model/plan.ts';
import type { rawMap, rawRules, rawSpace, rawTree } from './ceph-osd.ts';

interface Cluster {
  readonly map: z.output<typeof rawMap>;
  readonly tree: z.output<typeof rawTree>;
  readonly rules: z.output<typeof rawRules>;
  readonly space: z.output<typeof rawSpace>;
}

const round = (percent: number): number => Math.round(percent * 10) / 10;

/** Whether the rest of a cluster can hold what lies on one OSD: places for every copy, and space. */
export function roomFor(osd: number, cluster: Cluster): Facts {
  const { map, space } = cluster;
  const others = map.osds.filter((one) => one.osd !== osd && one.up === 1 && one.in === 1);
  const takers = new Set(others.map((one) => one.osd));
  const usage = (ids: ReadonlySet<number>) => space.nodes.filter(({ id }) => ids.has(id));
  const left = usage(takers);
  const own = usage(new Set([osd]));
  // One that is not listed has an unknown size: then nothing is said of the sum.
  const complete = left.length === takers.size && own.length === 1;
  const capacity = left.reduce((sum, { kb }) => sum + kb, 0);
  const used = [...left, ...own].reduce((sum, one) => sum + one.kb_used, 0);
  const shares = left.filter(({ kb }) => kb > 0).map((one) => (one.kb_used / one.kb) * 100);
  const tight = map.pools.find((pool) => places(pool.crush_rule, takers, cluster) < pool.size);
  return {
    otherOsds: others.length,
    tightPool: tight
      ? `${tight.pool_name} keeps ${tight.size} parts and would have ${places(tight.crush_rule, takers, cluster)} places for them`
      : null,
    nearFullPercent: round(map.nearfull_ratio * 100),
    ...(complete && capacity > 0 && { usedAfterPercent: round((used / capacity) * 100) }),
    ...(complete && shares.length > 0 && { fullestOtherPercent: round(Math.max(...shares)) }),
  };
}

/** How many places of the kind that a rule spreads over (hosts, racks) have one of these OSDs. */
function places(rule: number, takers: ReadonlySet<number>, { tree, rules }: Cluster): number {
  const steps = rules.find(({ rule_id: id }) => id === rule)?.steps ?? [];
  const type = steps.findLast(({ op }) => op.startsWith('choose'))?.type;
  // What cannot be told counts as no place: nothing is taken out on a guess.
  if (type === undefined) return 0;
  if (type === 'osd') return takers.size;
  const parents = new Map(
    tree.nodes.flatMap(({ id, children }) => children.map((child) => [child, id] as const)),
  );
  const nodes = new Map(tree.nodes.map((node) => [node.id, node]));
  const found = new Set<number>();
  for (const taker of takers) {
    let at: number | undefined = taker;
    for (let steps = 0; at !== undefined && steps <= tree.nodes.length; steps += 1) {
      if (nodes.get(at)?.type === type) {
        found.add(at);
        break;
      }
      at = parents.get(at);
    }
  }
  return found.size;
}
