import { randomUUID } from 'node:crypto';
import { basename, extname } from 'node:path';
import { BrowserWindow, dialog, session } from 'electron';
import writeFileAtomic from 'write-file-atomic';
import { DomainError } from '../platform/errors.ts';
import { appScheme, printHost } from './app-address.ts';
import { denyPermissions } from './permissions.ts';
import type { Texts } from './texts.ts';

const largestHtml = 30_000_000;
const timeoutMs = 120_000;
/** Documents that are being printed. */
const waiting = new Map<string, string>();
const printPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:";

/**
 * Asks where to, prints the document in a window of its own that runs no script and reaches nothing, and writes the
 * file whole or not at all.
 */
export async function savePdf(
  parent: BrowserWindow | undefined,
  document: { readonly title: string; readonly html: string },
  texts: Texts['savePdf'],
): Promise<{ path: string } | undefined> {
  if (document.html.length > largestHtml) {
    throw new DomainError(
      'document-too-large',
      `The document has ${Math.round(document.html.length / 1e6)} MB as HTML; at most ${largestHtml / 1e6} can be printed.`,
      { hint: 'Print its pages one by one, or export it as HTML.' },
    );
  }
  const options = {
    title: texts.title,
    defaultPath: `${fileName(document.title)}.pdf`,
    filters: [{ name: texts.filter, extensions: ['pdf'] }],
  };
  const { canceled, filePath } = await (parent === undefined
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(parent, options));
  if (canceled || filePath === '') return undefined;
  const path = extname(filePath) === '' ? `${filePath}.pdf` : filePath;
  try {
    await writeFileAtomic(path, await printHtml(document.html));
  } catch (error) {
    throw new DomainError(
      'pdf-failed',
      `${basename(path)} was not written: ${error instanceof Error ? error.message : String(error)}`,
      { hint: 'Choose another folder, or export the document as HTML.', cause: error },
    );
  }
  return { path };
}

async function printHtml(html: string): Promise<Buffer> {
  // In memory: nothing of a document stays on disk, and no cookie of anything is there.
  const partition = session.fromPartition('print');
  denyPermissions(partition);
  const id = randomUUID();
  waiting.set(id, html);
  if (!partition.protocol.isProtocolHandled(appScheme)) partition.protocol.handle(appScheme, answerPrint);
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session: partition,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      webSecurity: true,
    },
  });
  const timeout = new AbortController();
  try {
    return await Promise.race([
      window.loadURL(`${appScheme}://${printHost}/${id}`).then(() =>
        window.webContents.printToPDF({
          pageSize: 'A4',
          printBackground: true,
          preferCSSPageSize: true,
          generateDocumentOutline: true,
          generateTaggedPDF: true,
          displayHeaderFooter: true,
          headerTemplate: '<span></span>',
          footerTemplate:
            '<div style="font-size:8px;width:100%;padding:0 12mm;text-align:right"><span class="pageNumber"></span> / <span class="totalPages"></span></div>',
          margins: { top: 0.5, bottom: 0.6, left: 0.5, right: 0.5 },
        }),
      ),
      rejectAfter(timeoutMs, timeout.signal),
    ]);
  } finally {
    timeout.abort();
    waiting.delete(id);
    window.destroy();
  }
}

function answerPrint(request: Request): Response {
  const html = waiting.get(new URL(request.url).pathname.slice(1));
  if (html === undefined) return new Response(null, { status: 404 });
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': printPolicy,
      'x-content-type-options': 'nosniff',
    },
  });
}

function rejectAfter(ms: number, signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`printing took longer than ${ms / 1000} s`)), ms);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });
}

/** A title as a name that every file system takes. */
function fileName(title: string): string {
  const plain = title
    .replaceAll(/[\p{Cc}<>:"/\\|?*]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return plain.slice(0, 100).replace(/[. ]+$/, '') || 'document';
}
