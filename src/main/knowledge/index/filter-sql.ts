import type { KnowledgeFilter } from '../knowledge.ts';

/** What a filter asks of a chunk `c` of an item `i`. */
export function filterSql(filter: KnowledgeFilter | undefined): {
  readonly where: string;
  readonly values: readonly string[];
} {
  if (filter === undefined) return { where: '', values: [] };
  const parts: string[] = [];
  const values: string[] = [];
  const add = (part: string, ...own: readonly string[]) => {
    parts.push(` AND ${part}`);
    values.push(...own);
  };
  const { document, kinds, origins, folder, source, since } = filter;
  if (document !== undefined) add(`i.origin <> 'file' AND i.owner = ?`, document);
  if (folder !== undefined) add(`i.origin = 'file' AND i.owner = ?`, folder);
  if (origins !== undefined) add('i.origin IN (SELECT value FROM json_each(?))', JSON.stringify(origins));
  if (kinds !== undefined) {
    add(
      `EXISTS (SELECT 1 FROM json_each(?) AS k WHERE instr(c.kinds, ' ' || k.value || ' ') > 0)`,
      JSON.stringify(kinds),
    );
  }
  if (source !== undefined) add(`instr(c.sources, ' ' || ? || ' ') > 0`, source);
  if (since !== undefined) add('i.at >= ?', since);
  return { where: parts.join(''), values };
}
