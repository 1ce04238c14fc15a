import { z } from 'zod';
import type { CouchClient } from './couch-client.ts';

const rowsSchema = z.object({
  rows: z.array(z.object({ key: z.string(), value: z.object({ rev: z.string() }).optional() })),
});
const mostAsked = 100;

/**
 * Whether what this station saw last is not there any more, or is an earlier revision of it: the database was taken
 * back since, by a backup that is younger than the station's last mark. Deleted documents keep their revision.
 * @param recent revisions by id, newest last
 */
export async function wasTakenBack(
  client: CouchClient,
  path: string,
  recent: readonly (readonly [id: string, generation: number])[],
): Promise<boolean> {
  const known = new Map<string, number>();
  for (const [id, generation] of recent.slice(-mostAsked))
    known.set(id, Math.max(generation, known.get(id) ?? 0));
  if (known.size === 0) return false;
  const { rows } = await client.ask(rowsSchema, 'POST', `${path}/_all_docs`, {
    body: { keys: [...known.keys()] },
  });
  const there = new Map(rows.map(({ key, value }) => [key, Number.parseInt(value?.rev ?? '0', 10)]));
  return [...known].some(([id, generation]) => (there.get(id) ?? 0) < generation);
}
