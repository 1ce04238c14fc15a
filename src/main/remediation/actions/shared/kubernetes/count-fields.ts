import { restartsKey } from './restarts-key.ts';

/** How many single values an object was asked to have, by where they stand. */
export interface FieldCounts {
  readonly labels: number;
  readonly annotations: number;
  readonly spec: number;
}

/** What conditions of a node make of it comes and goes by itself. */
const isOfNode = (taint: unknown): boolean =>
  isRecord(taint) && typeof taint['key'] === 'string' && taint['key'].startsWith('node.kubernetes.io/');

/**
 * What is there afterwards and was not before does no harm; what is missing was taken away. What actions themselves
 * set is not counted: it would stand for something else that has gone.
 */
export function countFields(object: unknown): FieldCounts {
  const { metadata, spec } = isRecord(object) ? object : {};
  const { labels, annotations } = isRecord(metadata) ? metadata : {};
  const { taints, unschedulable: _, ...rest } = isRecord(spec) ? spec : {};
  const own = Array.isArray(taints) ? taints.filter((taint) => !isOfNode(taint)) : [];
  return { labels: leaves(labels), annotations: leaves(annotations), spec: leaves(rest) + leaves(own) };
}

function leaves(value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (typeof value !== 'object') return 1;
  return Object.entries(value).reduce<number>(
    (sum, [name, one]) => sum + (name === restartsKey ? 0 : leaves(one)),
    0,
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
