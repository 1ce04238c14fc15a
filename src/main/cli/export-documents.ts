import type { Client } from '../../shared/contract/client.ts';
import { writeExportFolder, type ExportedFile, type ExportReport } from '../documents/export-folder.ts';

interface ExportChoice {
  readonly format: 'markdown' | 'html';
  readonly ids?: string[];
  readonly signal: AbortSignal;
}

/** Writes documents into a folder of this process's: the application gives what stands in the files. */
export async function exportTo(
  client: Client,
  directory: string,
  { format, ids, signal }: ExportChoice,
): Promise<ExportReport> {
  const first = await client.documents.export({ format, ...(ids && { ids }) });
  async function* files(): AsyncGenerator<ExportedFile> {
    let page = first;
    yield* page.files;
    while (page.next !== undefined) {
      page = await client.documents.export({ format, ...(ids && { ids }), after: page.next });
      yield* page.files;
    }
  }
  return writeExportFolder(files(), { directory, index: first.index, signal });
}
