import type { Block } from '../../shared/model/block.ts';
import type { Entity } from '../../shared/model/entity.ts';
import { entityTable, paragraph, reasonUnknown, type Content, type EntityColumn } from './build.ts';

/**
 * A table of entities without the columns that none of them has a value for; a line below says which these are and
 * why, so that a documentation system's many empty fields do not fill the page with `unknown`. Columns of free text
 * that is empty everywhere are left out without a word.
 */
export function knownTable<E extends Entity>(options: {
  readonly entities: readonly E[];
  readonly home?: boolean;
  readonly columns: readonly EntityColumn<E>[];
  readonly caption?: string;
}): readonly Block[] {
  const { entities, columns } = options;
  if (entities.length === 0) return [];
  const missing = columns.filter(
    (column) => 'path' in column && column.path !== 'name' && !entities.some((one) => has(one, column.path)),
  );
  // Free text that nobody wrote is neither known nor unknown.
  const empty = columns.filter(
    (column) => 'value' in column && entities.every((one) => isEmpty(column.value(one))),
  );
  const reasons = new Map<string, string[]>();
  for (const column of missing) {
    const first = entities[0];
    if (!first || !('path' in column)) continue;
    const reason = reasonUnknown(first, column.path);
    const titles = reasons.get(reason);
    if (titles) titles.push(column.title);
    else reasons.set(reason, [column.title]);
  }
  return [
    entityTable({
      ...options,
      columns: columns.filter((column) => !missing.includes(column) && !empty.includes(column)),
    }),
    ...[...reasons].map(([reason, titles]) =>
      paragraph(`Unknown for all of these: ${titles.join(', ')} (${reason}).`),
    ),
  ];
}

function isEmpty(content: Content): boolean {
  return content === '' || (Array.isArray(content) && content.length === 0);
}

function has(entity: Entity, path: string): boolean {
  return (entity.attributes as Readonly<Record<string, unknown>>)[path] !== undefined;
}
