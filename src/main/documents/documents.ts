import type { Block } from '../../shared/model/block.ts';
import type {
  DocumentNote,
  DocumentRecord,
  DocumentSection,
  DocumentVersion,
} from '../../shared/model/document.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import type { InventoryView } from '../inventory/view.ts';
import type { StoreCollection } from '../store/store.ts';
import { documentNotFound, versionNotFound } from './document-errors.ts';
import { exportDocuments, type ExportOptions, type ExportReport } from './document-export.ts';
import { diffVersions, reconstruct, type DocumentDiff } from './document-history.ts';
import type { IndexedDocument } from './document-index.ts';
import { withEditedNote, withNote, withoutNote } from './document-notes.ts';
import { inDocumentOrder, isWanted } from './document-order.ts';
import { versionId } from './document-update.ts';
import { createDocumentWriter } from './document-writer.ts';
import type { GenerateOptions, GenerateReport, StaleDocument } from './generate-report.ts';
import type { GeneratorDefinition, GeneratorSettings } from './generator.ts';
import { documentHtml } from './render/html.ts';
import { documentMarkdown, type RenderedDocument } from './render/markdown.ts';

export type { ExportOptions, ExportReport } from './document-export.ts';
export type { DocumentDiff } from './document-history.ts';
export type { GenerateOptions, GenerateReport, StaleDocument } from './generate-report.ts';

export interface DocumentsPorts {
  readonly store: {
    readonly documents: StoreCollection<DocumentRecord>;
    readonly documentVersions: StoreCollection<DocumentVersion>;
  };
  readonly inventory: { view(): InventoryView | Promise<InventoryView> };
  readonly generators: readonly GeneratorDefinition[];
  readonly settings: GeneratorSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export interface DocumentSummary {
  readonly id: string;
  readonly title: string;
  readonly generator: string;
  readonly domain: DocumentRecord['domain'];
  readonly parent?: string;
  readonly version: number;
  readonly versionAt: DocumentRecord['versionAt'];
  readonly refreshedAt: DocumentRecord['refreshedAt'];
  readonly retiredAt?: DocumentRecord['retiredAt'];
  readonly sections: readonly { readonly key: string; readonly title: string }[];
  readonly notes: number;
}

export interface ShownDocument extends RenderedDocument {
  readonly domain: DocumentRecord['domain'];
  readonly parent?: string;
  /** The newest version there is. */
  readonly currentVersion: number;
  /** The whole in the format that was asked for; absent for `blocks`. */
  readonly text?: string;
}

export interface ShownVersion {
  readonly version: number;
  readonly at: DocumentRecord['versionAt'];
  readonly reason: string;
  /** Sections that it changed, added or removed. */
  readonly sections: readonly string[];
}

export interface SectionCatalogue {
  readonly document: string;
  readonly title: string;
  readonly sections: GeneratorDefinition['catalogue'];
}

export interface Documents {
  /**
   * Writes what is not up to date. `ids` are documents, each with the pages below it. Unchanged input writes nothing.
   * @throws DomainError document-not-found when an id names neither a document nor a plan
   */
  generate(ids?: readonly string[], options?: GenerateOptions): Promise<GenerateReport>;
  /** What `generate` would write, and why. */
  stale(): Promise<readonly StaleDocument[]>;
  list(): Promise<readonly DocumentSummary[]>;
  /** @throws DomainError document-not-found | version-not-found */
  show(
    id: string,
    options?: { readonly version?: number; readonly format?: 'markdown' | 'html' | 'blocks' },
  ): Promise<ShownDocument>;
  /** Newest first. */
  versions(id: string): Promise<readonly ShownVersion[]>;
  /** Absent `to`: the current version; absent `from`: the one before `to`. */
  diff(id: string, from?: number, to?: number): Promise<DocumentDiff>;
  addNote(
    id: string,
    note: { readonly section: string; readonly text: string; readonly author: string },
  ): Promise<DocumentNote>;
  editNote(id: string, noteId: string, text: string): Promise<DocumentNote>;
  removeNote(id: string, noteId: string): Promise<void>;
  listNotes(id: string): Promise<readonly DocumentNote[]>;
  export(options: ExportOptions): Promise<ExportReport>;
  sections(): readonly SectionCatalogue[];
}

export function createDocuments(ports: DocumentsPorts): Documents {
  const { store, inventory, generators, clock, random } = ports;
  const exclusive = createExclusive();
  const writer = createDocumentWriter({ ...ports, exclusive });

  async function require(id: string): Promise<DocumentRecord> {
    const record = await store.documents.get(id);
    if (record === undefined) throw documentNotFound(id, (await writer.index()).keys());
    return record;
  }

  /** Puts the live sections in, written from the inventory as it is now. */
  function enliven(record: DocumentRecord, view: InventoryView): readonly DocumentSection[] {
    if (!record.sections.some((section) => section.live === true)) return record.sections;
    const plan = writer.plansOf(record.generator, view).find((one) => one.id === record.id);
    return record.sections.map((section) => {
      if (section.live !== true) return section;
      const planned = plan?.sections.find((one) => one.key === section.key && one.live === true);
      const gone: Block = { t: 'paragraph', content: ['What this section describes is gone.'] };
      return { ...section, blocks: planned?.render() ?? [gone], writtenAt: view.at };
    });
  }

  async function keptVersions(record: DocumentRecord, from: number): Promise<DocumentVersion[]> {
    const wanted = Array.from({ length: Math.max(0, record.version - from + 1) }, (_, i) =>
      versionId(record.id, from + i),
    );
    return store.documentVersions.getMany(wanted);
  }

  async function past(record: DocumentRecord, version: number) {
    const known = reconstruct(record, await keptVersions(record, version), version);
    if (known === undefined) throw versionNotFound(record, version);
    return known;
  }

  async function changeNotes(id: string, change: (record: DocumentRecord) => DocumentRecord) {
    // Read and written in one go: a generation that is under way keeps what it finds here.
    return exclusive(async () => {
      const record = change(await require(id));
      await store.documents.put([record]);
      await writer.note(record);
      return record;
    });
  }

  return {
    generate: (ids, options = {}) => writer.generate(ids, options),
    stale: () => writer.stale(),

    async list() {
      return inDocumentOrder([...(await writer.index()).values()], generators).map(summary);
    },

    async show(id, { version, format = 'markdown' } = {}) {
      const record = await require(id);
      const shown: RenderedDocument =
        version === undefined
          ? { ...record, sections: enliven(record, await inventory.view()) }
          : { ...(await past(record, version)), refreshedAt: record.refreshedAt, notes: record.notes };
      const document: ShownDocument = {
        id: record.id,
        title: shown.title,
        domain: record.domain,
        ...(record.parent === undefined ? {} : { parent: record.parent }),
        version: shown.version,
        versionAt: shown.versionAt,
        refreshedAt: version === undefined ? record.refreshedAt : shown.versionAt,
        ...(record.retiredAt === undefined ? {} : { retiredAt: record.retiredAt }),
        sections: shown.sections,
        notes: record.notes,
        currentVersion: record.version,
      };
      switch (format) {
        case 'blocks':
          return document;
        case 'markdown':
          return { ...document, text: documentMarkdown(document) };
        case 'html':
          return { ...document, text: documentHtml(document) };
      }
    },

    async versions(id) {
      const record = await require(id);
      const versions = await keptVersions(record, 1);
      return versions
        .toSorted((a, b) => b.version - a.version)
        .map(({ version, at, reason, replaced, added, order }) => ({
          version,
          at,
          reason,
          sections: version === 1 ? order : [...new Set([...added, ...replaced.map(({ key }) => key)])],
        }));
    },

    async diff(id, from, to) {
      const record = await require(id);
      const newer = to ?? record.version;
      const older = from ?? Math.max(1, newer - 1);
      return diffVersions(await past(record, older), await past(record, newer));
    },

    async addNote(id, { section, text, author }) {
      const note: DocumentNote = {
        id: `note-${random.id(10)}`,
        section,
        text,
        author,
        createdAt: clock.now(),
      };
      await changeNotes(id, (record) => withNote(record, note));
      return note;
    },

    async editNote(id, noteId, text) {
      const record = await changeNotes(id, (one) => withEditedNote(one, noteId, text, clock.now()));
      const note = record.notes.find((one) => one.id === noteId);
      if (note === undefined) throw new TypeError(`note ${noteId} vanished while it was edited`);
      return note;
    },

    async removeNote(id, noteId) {
      await changeNotes(id, (record) => withoutNote(record, noteId));
    },

    async listNotes(id) {
      return (await require(id)).notes;
    },

    async export(options) {
      const { ids } = options;
      const all = inDocumentOrder([...(await writer.index()).values()], generators);
      const chosen = all.filter((document) => isWanted(document.id, ids));
      const missing = ids?.find((id) => !all.some((document) => isWanted(document.id, [id])));
      if (missing !== undefined) {
        throw documentNotFound(
          missing,
          all.map(({ id }) => id),
        );
      }
      const view = await inventory.view();
      const read = async (id: string) => {
        const record = await store.documents.get(id);
        return record === undefined ? undefined : { ...record, sections: enliven(record, view) };
      };
      return exportDocuments(chosen, read, view, options);
    },

    sections: () =>
      generators.map(({ id, title, catalogue }) => ({ document: id, title, sections: catalogue })),
  };
}

function summary(document: IndexedDocument): DocumentSummary {
  const { id, title, generator, domain, parent, version, versionAt, refreshedAt, retiredAt } = document;
  return {
    id,
    title,
    generator,
    domain,
    ...(parent === undefined ? {} : { parent }),
    version,
    versionAt,
    refreshedAt,
    ...(retiredAt === undefined ? {} : { retiredAt }),
    sections: document.sections.map(({ key, title: heading }) => ({ key, title: heading })),
    notes: document.notes,
  };
}

export type Exclusive = <T>(task: () => Promise<T>) => Promise<T>;

/** Runs one task after the other. */
function createExclusive(): Exclusive {
  let tail: Promise<unknown> = Promise.resolve();
  return (task) => {
    const run = tail.then(task);
    tail = run.catch(() => undefined);
    return run;
  };
}
