import path from 'node:path';
import type { DocumentRecord } from '../../shared/model/document.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import type { InventoryView } from '../inventory/view.ts';
import type { IndexedDocument } from './document-index.ts';
import { writeExportFolder, type ExportedFile, type ExportReport } from './export-folder.ts';
import { instantText } from './format.ts';
import type { RenderContext } from './render/context.ts';
import { escapeHtml } from './render/escape-html.ts';
import { documentHtml, pageHtml, pageListHtml, type PageLink } from './render/html.ts';
import { documentMarkdown, entityAnchor, linkMarkdown } from './render/markdown.ts';

export interface ExportOptions {
  readonly format: 'markdown' | 'html';
  readonly directory: string;
  /** Documents, and with each the pages below it; absent: all. */
  readonly ids?: readonly string[];
  readonly signal?: AbortSignal;
}

/**
 * Documents as files that link to each other: every link to an entity leads to its home row, and what has no home among
 * the exported documents is plain text.
 */
export interface ExportFiles {
  /** In the order of the contents, the index last. */
  readonly paths: readonly string[];
  readonly index: string;
  /** @returns undefined when the document went since */
  text(path: string): Promise<string | undefined>;
}

export function exportFiles(
  documents: readonly IndexedDocument[],
  ports: {
    readonly read: (id: string) => Promise<DocumentRecord | undefined>;
    /** The document among those exported that an entity's links lead to. */
    readonly homes: ReadonlyMap<EntityId, string>;
    readonly view: InventoryView;
    readonly format: 'markdown' | 'html';
  },
): ExportFiles {
  const { read, homes, view, format } = ports;
  const extension = format === 'markdown' ? 'md' : 'html';
  const fileOf = new Map(documents.map((document) => [document.id, `${document.id}.${extension}`]));
  const idOf = new Map([...fileOf].map(([id, file]) => [file, id]));
  const describe = entityDescriptions(view);
  const index = format === 'markdown' ? 'README.md' : 'index.html';
  return {
    paths: [...fileOf.values(), index],
    index,
    async text(file) {
      if (file === index) {
        return format === 'markdown' ? indexMarkdown(documents, fileOf) : indexHtml(documents, fileOf);
      }
      const document = await read(idOf.get(file) ?? '');
      if (document === undefined) return undefined;
      const context = contextOf(file, fileOf, homes, describe);
      return format === 'markdown'
        ? documentMarkdown(document, context)
        : documentHtml(document, context, pageLinks(documents, fileOf, document.id));
    },
  };
}

/** Writes an export into a directory, and takes out what an earlier one left there. */
export function writeExport(
  exported: ExportFiles,
  { directory, signal }: Pick<ExportOptions, 'directory' | 'signal'>,
): Promise<ExportReport> {
  return writeExportFolder(textsOf(exported), { directory, index: exported.index, signal });
}

async function* textsOf(exported: ExportFiles): AsyncGenerator<ExportedFile> {
  for (const file of exported.paths) {
    const found = await exported.text(file);
    if (found !== undefined) yield { path: file, text: found };
  }
}

/** What a link's hover text says: where the fact comes from and when it was seen. */
export function entityDescriptions(view: InventoryView): (id: EntityId) => string | undefined {
  const known = new Map<EntityId, string | undefined>();
  return (id) => {
    if (known.has(id)) return known.get(id);
    const entity = view.get(id);
    const text =
      entity === undefined
        ? undefined
        : [
            `${entity.source}: observed ${instantText(entity.observedAt)}`,
            ...(entity.disappearedAt === undefined
              ? [`confirmed ${instantText(view.confirmedAt(entity))}`]
              : [`gone since ${instantText(entity.disappearedAt)}`]),
            entity.runId,
            ...(entity.simulated ? ['simulated'] : []),
          ].join(', ');
    known.set(id, text);
    return text;
  };
}

function contextOf(
  file: string,
  fileOf: ReadonlyMap<string, string>,
  homes: ReadonlyMap<EntityId, string>,
  describe: (id: EntityId) => string | undefined,
): RenderContext {
  const to = (target: string) => (target === file ? '' : relative(file, target));
  return {
    anchors: true,
    entity: (id) => {
      const title = describe(id);
      const home = fileOf.get(homes.get(id) ?? '');
      return {
        ...(home === undefined ? {} : { href: `${to(home)}#${entityAnchor(id)}` }),
        ...(title === undefined ? {} : { title }),
      };
    },
    document: (id) => {
      const target = fileOf.get(id);
      return target === undefined ? undefined : relative(file, target);
    },
  };
}

/** From one file to another, both relative to the export's directory, with `/`. */
function relative(from: string, to: string): string {
  return path.posix.relative(path.posix.dirname(from), to);
}

function pageLinks(
  documents: readonly IndexedDocument[],
  fileOf: ReadonlyMap<string, string>,
  here?: string,
): readonly PageLink[] {
  const from = fileOf.get(here ?? '') ?? 'index.html';
  const current = documents.find((document) => document.id === here);
  const root = current === undefined ? undefined : rootOf(current, documents);
  return [
    ...(here === undefined ? [] : [{ title: 'All documents', href: relative(from, 'index.html') }]),
    // Pages of other roots are a click away: a large estate has hundreds.
    ...documents
      .filter(
        (document) =>
          here === undefined || document.parent === undefined || rootOf(document, documents) === root,
      )
      .map((document) => ({
        title: document.title,
        href: relative(from, fileOf.get(document.id) ?? ''),
        here: document.id === here,
        level: document.parent === undefined ? 2 : 3,
      })),
  ];
}

function rootOf(document: IndexedDocument, documents: readonly IndexedDocument[]): string {
  const known = documents.some((other) => other.id === document.parent);
  return known && document.parent !== undefined ? document.parent : document.id;
}

function indexMarkdown(documents: readonly IndexedDocument[], fileOf: ReadonlyMap<string, string>): string {
  const lines = documents.map((document) => {
    const indent = document.parent === undefined ? '' : '  ';
    return `${indent}- ${linkMarkdown(document.title, fileOf.get(document.id))} — ${stateOf(document)}`;
  });
  return `# Documents\n\n${lines.length === 0 ? 'Nothing has been written yet.' : lines.join('\n')}\n`;
}

function indexHtml(documents: readonly IndexedDocument[], fileOf: ReadonlyMap<string, string>): string {
  const items = documents.map(
    (document) =>
      `<tr><td${document.parent === undefined ? '' : ' style="padding-left:2rem"'}><a href="${escapeHtml(fileOf.get(document.id) ?? '')}">${escapeHtml(document.title)}</a></td><td>${escapeHtml(stateOf(document))}</td></tr>`,
  );
  const body = `<h1>Documents</h1><div class="table"><table><thead><tr><th scope="col">Document</th><th scope="col">State</th></tr></thead><tbody>${items.join('\n')}</tbody></table></div>`;
  return pageHtml(
    'Documents',
    pageListHtml(
      pageLinks(
        documents.filter((one) => one.parent === undefined),
        fileOf,
      ),
    ),
    body,
  );
}

function stateOf(document: IndexedDocument): string {
  return document.retiredAt === undefined
    ? `version ${document.version}, ${instantText(document.versionAt)}`
    : `retired ${instantText(document.retiredAt)}`;
}
