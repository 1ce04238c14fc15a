import type { EntityOf } from '../../../shared/model/entity.ts';

type Vm = EntityOf<'vm'>;

export interface NameRange {
  /** What all names from here up to the next range start with or follow; names the page and never moves by itself. */
  readonly from: string;
  readonly vms: readonly Vm[];
}

/**
 * Cuts a long list of VMs into ranges of at most `limit`, at the beginnings of names rather than by number: a VM
 * that comes or goes then changes its own range only. Names with the same beginning stay together as long as they
 * fit; neighbours that are small share a range.
 */
export function rangesByName(vms: readonly Vm[], limit: number): readonly NameRange[] {
  const leaves: NameRange[] = [];
  split(vms, 0, limit, leaves);
  const ranges: { from: string; vms: readonly Vm[] }[] = [];
  for (const leaf of leaves) {
    const last = ranges.at(-1);
    if (last && last.vms.length + leaf.vms.length <= limit) last.vms = [...last.vms, ...leaf.vms];
    else ranges.push({ ...leaf });
  }
  return ranges;
}

function split(vms: readonly Vm[], depth: number, limit: number, into: NameRange[]): void {
  const byPrefix = new Map<string, Vm[]>();
  for (const vm of vms) {
    const prefix = vm.name.toLowerCase().slice(0, depth + 1);
    const known = byPrefix.get(prefix);
    if (known) known.push(vm);
    else byPrefix.set(prefix, [vm]);
  }
  for (const [from, members] of [...byPrefix].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    // Equal names cannot be told apart by their beginning: they stay together however many they are.
    const divisible = members.some((vm) => vm.name.toLowerCase() !== members[0]?.name.toLowerCase());
    if (members.length <= limit || !divisible) into.push({ from, vms: members });
    else split(members, depth + 1, limit, into);
  }
}
