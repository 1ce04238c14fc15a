import type { Block } from '../../shared/model/block.ts';
import type { Entity } from '../../shared/model/entity.ts';
import { cell, entityTable, paragraph, reasonUnknown, type Content, type EntityColumn } from './build.ts';

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
  const missing = columns.filter((column) =>
    'path' in column
      ? column.path !== 'name' && !entities.some((one) => has(one, column.path))
      : entities.length > 1 && sameReason(entities.map(column.value)) !== undefined,
  );
  // Free text that nobody wrote is neither known nor unknown.
  const empty = columns.filter(
    (column) => 'value' in column && entities.every((one) => isEmpty(column.value(one))),
  );
  const reasons = new Map<string, string[]>();
  for (const column of missing) {
    const first = entities[0];
    if (!first) continue;
    const reason =
      'path' in column ? reasonUnknown(first, column.path) : (sameReason([column.value(first)]) ?? '');
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

/** The one reason why all of them are unknown; undefined where one is known, or unknown for another reason. */
function sameReason(contents: readonly Content[]): string | undefined {
  const reasons = contents.map((content) => {
    const [piece, ...more] = cell(content);
    return more.length === 0 && typeof piece === 'object' && piece.t === 'unknown' ? piece.reason : undefined;
  });
  return reasons.every((reason) => reason === reasons[0]) ? reasons[0] : undefined;
}

function isEmpty(content: Content): boolean {
  return content === '' || (Array.isArray(content) && content.length === 0);
}

function has(entity: Entity, path: string): boolean {
  return (entity.attributes as Readonly<Record<string, unknown>>)[path] !== undefined;
}
