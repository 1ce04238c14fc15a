import type { Entity } from '../../shared/model/entity.ts';
import { equalValue } from './digest.ts';

/**
 * Whether a record, as it came and before any validation, says exactly what stands. What stands was validated when it
 * was written, so such a record needs none; most records of most runs are like that. Anything unusual is `false`,
 * which only means that the record takes the long way.
 */
export function saysWhatStands(input: unknown, standing: Entity): boolean {
  if (standing.disappearedAt !== undefined || typeof input !== 'object' || input === null) return false;
  const record = input as Readonly<Record<string, unknown>>;
  for (const member in record) if (!members.has(member)) return false;
  return (
    record['nativeId'] === standing.nativeId &&
    record['name'] === standing.name &&
    record['partition'] === standing.partition &&
    equalValue(record['labels'] ?? {}, standing.labels) &&
    equalValue(record['unknown'] ?? {}, standing.unknown) &&
    sameMembers(record['keys'] ?? [], standing.keys) &&
    sameMembers(record['relations'] ?? [], standing.relations) &&
    equalValue(record['attributes'], standing.attributes)
  );
}

const members = new Set([
  'nativeId',
  'name',
  'partition',
  'attributes',
  'relations',
  'keys',
  'labels',
  'unknown',
]);

/** Beyond this, comparing lists in any order costs more than the long way. */
const longest = 64;

/** The same members in any order; `stood` has each once. */
function sameMembers(came: unknown, stood: readonly unknown[]): boolean {
  if (!Array.isArray(came) || came.length !== stood.length) return false;
  if (equalValue(came, stood)) return true;
  if (came.length > longest) return false;
  return stood.every((item) => came.some((other) => equalValue(other, item)));
}
