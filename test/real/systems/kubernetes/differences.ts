type Json = Readonly<Record<string, unknown>>;

/** Written by the API server or a controller with every change, whoever makes it. */
const written: ReadonlySet<string> = new Set([
  '/status',
  '/metadata/generation',
  '/metadata/managedFields',
  '/metadata/resourceVersion',
  '/metadata/annotations/deployment.kubernetes.io~1revision',
  // What a node is tainted with follows from whether it takes pods.
  '/spec/taints',
]);

/** Paths of what is different in two states of one object, but for what controllers write. */
export function differences(before: Json, after: Json): string[] {
  return paths(before, after, '').filter(
    (path) => ![...written].some((one) => `${path}/`.startsWith(`${one}/`)),
  );
}

function paths(before: unknown, after: unknown, at: string): string[] {
  if (isTree(before) && isTree(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) =>
      paths(
        (before as Json)[name],
        (after as Json)[name],
        `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      ),
    );
  }
  return before === after ? [] : [at];
}

const isTree = (value: unknown): value is object => typeof value === 'object' && value !== null;
