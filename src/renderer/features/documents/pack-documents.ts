import type { Client } from '../../../shared/contract/client.ts';
import { zipFiles, type ZipEntry } from './zip.ts';

/** All pages as files that link to each other, in one archive. */
export async function packDocuments(
  client: Client,
  format: 'markdown' | 'html',
  onProgress: (done: number, total: number) => void,
): Promise<Blob> {
  const encoder = new TextEncoder();
  const entries: ZipEntry[] = [];
  let after: string | undefined;
  do {
    const chunk = await client.documents.export({ format, ...(after === undefined ? {} : { after }) });
    for (const { path, text } of chunk.files) entries.push({ path, content: encoder.encode(text) });
    onProgress(chunk.done, chunk.total);
    after = chunk.next;
  } while (after !== undefined);
  return zipFiles(entries);
}
