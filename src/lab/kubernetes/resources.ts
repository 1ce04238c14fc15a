import type { Node, PodSpec } from './kinds.ts';

const suffixes: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** A quantity in base units. @throws RangeError when it is none, which would be a mistake of the lab's own. */
export function quantity(text: string): number {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const match = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(text);
  const scale = match?.[2] === '' ? 1 : suffixes[match?.[2] ?? '?'];
  if (!match || scale === undefined) throw new RangeError(`expected a quantity, got "${text}"`);
  const value = Number(match[1]) * scale;
  parsed.set(text, value);
  return value;
}

/** The lab writes a few dozen quantities, and reads them for every pod that is placed. */
const parsed = new Map<string, number>();

export interface Used {
  cpu: number;
  memory: number;
  pods: number;
}

export function requestsOf(spec: PodSpec): Used {
  return spec.containers.reduce(
    (sum, { resources }) => ({
      cpu: sum.cpu + quantity(resources.requests?.cpu ?? '0'),
      memory: sum.memory + quantity(resources.requests?.memory ?? '0'),
      pods: 1,
    }),
    { cpu: 0, memory: 0, pods: 1 },
  );
}

export function addResources(sum: Used | undefined, spec: PodSpec): Used {
  const own = requestsOf(spec);
  return {
    cpu: (sum?.cpu ?? 0) + own.cpu,
    memory: (sum?.memory ?? 0) + own.memory,
    pods: (sum?.pods ?? 0) + 1,
  };
}

export function fits(node: Node, used: Used | undefined, spec: PodSpec): boolean {
  const wanted = addResources(used, spec);
  const { allocatable } = node.status;
  return (
    wanted.cpu <= quantity(allocatable.cpu) &&
    wanted.memory <= quantity(allocatable.memory) &&
    wanted.pods <= quantity(allocatable.pods)
  );
}
