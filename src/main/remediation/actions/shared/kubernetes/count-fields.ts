/** Written by the API server, by controllers as they go, or with every change. */
const own: ReadonlySet<string> = new Set([
  'creationTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
]);

/** What conditions of a node make of it comes and goes by itself. */
const isOfNode = (taint: unknown): boolean =>
  isRecord(taint) && typeof taint['key'] === 'string' && taint['key'].startsWith('node.kubernetes.io/');

/**
 * How many single values an object was asked to have: its labels, annotations and everything of its spec. What is
 * there afterwards and was not before does no harm; what is missing was taken away.
 */
export function countFields(object: unknown): number {
  if (!isRecord(object)) return 0;
  const { status: _, metadata, spec, ...more } = object;
  const { taints, unschedulable: __, ...rest } = isRecord(spec) ? spec : {};
  return [
    ...Object.entries(isRecord(metadata) ? metadata : {}).flatMap(([name, value]) =>
      own.has(name) ? [] : [value],
    ),
    rest,
    ...(Array.isArray(taints) ? taints.filter((taint) => !isOfNode(taint)) : []),
    more,
  ].reduce<number>((sum, value) => sum + leaves(value), 0);
}

function leaves(value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (typeof value !== 'object') return 1;
  return Object.values(value).reduce<number>((sum, one) => sum + leaves(one), 0);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
