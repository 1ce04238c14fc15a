import { z } from 'zod';
import type { ServerProcess } from '../../support/station/spawn-server.ts';

type Server = Pick<ServerProcess, 'url' | 'admin'>;

const infoSchema = z.object({ doc_count: z.number() });
const pageSchema = z.object({ results: z.array(z.unknown()), last_seq: z.string() });

async function ask({ url, admin }: Server, path: string, method = 'GET', body?: unknown): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${admin.name}:${admin.password}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  return response.json();
}

export const createDatabase = (server: Server, name: string) => ask(server, `/${name}`, 'PUT');
export const documentsIn = async (server: Server, name: string): Promise<number> =>
  infoSchema.parse(await ask(server, `/${name}`)).doc_count;

/** What writing and reading cost with nothing but the requests: documents are in memory, and nothing is kept. */
export async function floorOf(
  server: Server,
  name: string,
  documents: readonly { readonly id: string }[],
  batchSize: number,
): Promise<{ pushMs: number; pullMs: number }> {
  let begun = performance.now();
  for (let at = 0; at < documents.length; at += batchSize)
    await ask(server, `/${name}/_bulk_docs`, 'POST', {
      docs: documents.slice(at, at + batchSize).map(({ id, ...fields }) => ({ _id: id, ...fields })),
    });
  const pushMs = performance.now() - begun;
  begun = performance.now();
  let since = '0';
  for (let read = 0; read < documents.length;) {
    const page = pageSchema.parse(
      await ask(server, `/${name}/_changes?include_docs=true&limit=${batchSize}&since=${since}`),
    );
    read += page.results.length;
    since = page.last_seq;
  }
  return { pushMs, pullMs: performance.now() - begun };
}
