import { entityKinds, isEntityKind, kindDefinition, type EntityKind } from './kinds/registry.ts';

/** What a filter may name of every entity; attributes are found whatever the case, these as they stand. */
const ofEvery: ReadonlySet<string> = new Set([
  'id',
  'nativeId',
  'name',
  'kind',
  'source',
  'domain',
  'partition',
  'simulated',
  'firstSeenAt',
  'observedAt',
  'changedAt',
  'disappearedAt',
]);

/**
 * Why a path leads nowhere in entities of these kinds (of any kind when there are none), with what may have been
 * meant; undefined when it leads somewhere.
 */
export function unknownPath(path: string, kinds: readonly EntityKind[] = entityKinds): string | undefined {
  const lower = path.toLowerCase();
  const [first = '', ...rest] = lower.split('.');
  const isOpen = ['label', 'labels', 'unknown', 'attributes'].includes(first) && rest.length > 0;
  if (isOpen || ofEvery.has(path) || lower === 'key' || lower === 'keys' || isEntityKind(lower))
    return undefined;
  const fields = [
    ...new Set(kinds.flatMap((kind) => Object.keys(kindDefinition(kind).attributes.shape))),
    ...ofEvery,
  ];
  if (fields.some((field) => field.toLowerCase() === first)) return undefined;
  const near = fields.filter((field) => field.toLowerCase().includes(first)).slice(0, 3);
  return `there is no field "${path}" here${near.length > 0 ? `: ${near.join(', ')}?` : ''}`;
}
