import type { Block } from '../../shared/model/block.ts';
import type {
  DocumentNote,
  DocumentRecord,
  DocumentSection,
  DocumentVersion,
} from '../../shared/model/document.ts';
import type { EntityId, Instant } from '../../shared/model/ids.ts';
import { entityKinds } from '../../shared/model/kinds/registry.ts';
import type { Clock } from '../platform/clock.ts';
import { DomainError } from '../platform/errors.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import type { InventoryView } from '../inventory/view.ts';
import type { StoreCollection } from '../store/store.ts';
import { documentNotFound, notWrittenThen, versionNotFound } from './document-errors.ts';
import { createDocumentContents, mentionsOf, type Mention } from './document-contents.ts';
import { exportFiles, writeExport, type ExportFiles, type ExportOptions } from './document-export.ts';
import type { ExportReport } from './export-folder.ts';
import { diffVersions, reconstruct, type DocumentDiff, type PastDocument } from './document-history.ts';
import type { IndexedDocument } from './document-index.ts';
import {
  requireNote,
  withEditedNote,
  withNote,
  withoutNote,
  withRestoredNote,
  type NoteBase,
} from './document-notes.ts';
import { shownNote } from './note-texts.ts';
import { checkWanted, inDocumentOrder, isWanted } from './document-order.ts';
import { versionId } from './document-update.ts';
import { createDocumentTimeline } from './document-timeline.ts';
import { createDocumentWriter } from './document-writer.ts';
import { findText, type Found } from './find-text.ts';
import type { GenerateOptions, GenerateReport, StaleDocument } from './generate-report.ts';
import type { GeneratorDefinition, GeneratorSettings, SectionPlan } from './generator.ts';
import { withoutMeasured } from './measured.ts';
import { writeProse, type ProseOptions, type ProsePorts, type ProseReport } from './prose/prose-writer.ts';
import { factsDigest } from './prose/section-facts.ts';
import { withProse } from './prose/with-prose.ts';
import { documentHtml } from './render/html.ts';
import { documentMarkdown, type RenderedDocument } from './render/markdown.ts';
import { inputDigests } from './section-inputs.ts';

export type { ExportOptions } from './document-export.ts';
export type { ExportReport } from './export-folder.ts';
export type { ProseReport } from './prose/prose-writer.ts';
export type { DocumentDiff } from './document-history.ts';
export type { Found } from './find-text.ts';
export type { Mention } from './document-contents.ts';
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
  /** Absent: documents carry no prose. */
  readonly prose?: ProsePorts;
  /** Number of the lease that documents are written under here; undefined: under none. */
  readonly fence?: () => number | undefined;
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
  readonly retiredAt?: Instant;
  readonly sections: readonly { readonly key: string; readonly title: string }[];
  readonly notes: number;
}

export interface ShownDocument extends RenderedDocument {
  readonly domain: DocumentRecord['domain'];
  readonly generator: string;
  readonly generatorVersion: number;
  readonly parent?: string;
  /** Why this version was made; absent when that is no longer kept. */
  readonly versionReason?: string;
  /** The moment that was asked for. */
  readonly at?: Instant;
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
  /**
   * Writes the prose that sections ask for and that is missing or stale, by the language model; without one nothing is
   * done. Documents that are not written yet are left out.
   * @throws DomainError document-not-found, and those of the language model: what was written until then stays
   */
  writeProse(ids?: readonly string[], options?: ProseOptions): Promise<ProseReport>;
  /** What `generate` would write, and why. Nothing is worked out twice while neither inventory nor documents change. */
  stale(): Promise<readonly StaleDocument[]>;
  list(): Promise<readonly DocumentSummary[]>;
  /** Those that there were then, with the version that was in force. */
  listAt(at: Instant): Promise<readonly DocumentSummary[]>;
  /** @throws DomainError document-not-found | version-not-found */
  show(
    id: string,
    options?: {
      readonly version?: number;
      /** The version that was in force then, without measured values that were read later. */
      readonly at?: Instant;
      readonly format?: 'markdown' | 'html' | 'blocks';
    },
  ): Promise<ShownDocument>;
  /** Newest first. */
  versions(id: string): Promise<readonly ShownVersion[]>;
  /** Absent `to`: the current version; absent `from`: the one before `to`. */
  diff(id: string, from?: number, to?: number): Promise<DocumentDiff>;
  /** Both sides of a comparison; the same defaults. */
  compared(
    id: string,
    from?: number,
    to?: number,
  ): Promise<{ readonly before: PastDocument; readonly after: PastDocument; readonly diff: DocumentDiff }>;
  addNote(
    id: string,
    note: { readonly section: string; readonly text: string; readonly author: string },
  ): Promise<DocumentNote>;
  /** @throws DomainError note-conflict when the note was written after `basedOn` */
  /** @param by absent: its author */
  editNote(id: string, noteId: string, text: string, base?: NoteBase, by?: string): Promise<DocumentNote>;
  /** @returns what was removed; `restoreNote` brings it back for as long as this process runs. */
  removeNote(id: string, noteId: string, by: string, base?: NoteBase): Promise<DocumentNote>;
  restoreNote(id: string, noteId: string, by: string): Promise<DocumentNote>;
  listNotes(id: string): Promise<readonly DocumentNote[]>;
  /** The highest fence that any of them carries. */
  highestFence(): Promise<number>;
  export(options: ExportOptions): Promise<ExportReport>;
  /** The files of an export, to be written by somebody else. */
  exportFiles(options: Pick<ExportOptions, 'ids' | 'format'>): Promise<ExportFiles>;
  /** Words anywhere in what was written and annotated; the first `limit` places. */
  find(text: string, options: { readonly limit: number; readonly ids?: readonly string[] }): Promise<Found>;
  mentions(entity: EntityId): Promise<readonly Mention[]>;
  /** Reads for `find` what is not read yet. */
  prepareFind(): Promise<void>;
  /** After documents were written, retired or annotated. @returns What ends the subscription. */
  onChanged(listener: (ids: readonly string[]) => void): () => void;
  /** Other workstations wrote these documents, or removed them: what is kept in memory follows, and it is told. */
  storeChanged(ids: readonly string[]): Promise<void>;
  /** Other workstations wrote versions. */
  versionsChanged(): void;
  sections(): readonly SectionCatalogue[];
}

export function createDocuments(ports: DocumentsPorts): Documents {
  const { store, inventory, generators, settings, clock, random, logger } = ports;
  const exclusive = createExclusive();
  const listeners = new Set<(ids: readonly string[]) => void>();
  const contents = createDocumentContents(store.documents, logger);
  const timeline = createDocumentTimeline(store.documentVersions, clock);
  let revision = 0;
  const written = (ids: readonly string[]) => {
    revision += 1;
    contents.changed(ids);
    timeline.changed();
    for (const listener of listeners) {
      try {
        listener(ids);
      } catch (error) {
        logger.error({ err: error }, 'a listener of the documents failed');
      }
    }
  };
  const writer = createDocumentWriter({ ...ports, exclusive, written });

  async function require(id: string): Promise<DocumentRecord> {
    const record = await store.documents.get(id);
    if (record === undefined) throw documentNotFound(id, (await writer.index()).keys());
    return record;
  }

  /** Puts the live sections in, written from the inventory as it is now, and the prose that stands on each. */
  async function enliven(record: DocumentRecord, view: InventoryView): Promise<readonly DocumentSection[]> {
    if (!record.sections.some(({ live, prose }) => live === true || prose !== undefined))
      return record.sections;
    const plan = (await writer.plansOf(record.generator, view)).find((one) => one.id === record.id);
    return record.sections.map((section) => {
      const planned = plan?.sections.find((one) => one.key === section.key && one.live === section.live);
      if (section.live !== true) return proseOn(section, planned);
      const gone: Block = { t: 'paragraph', content: ['What this section describes is gone.'] };
      return proseOn({ ...section, blocks: planned?.render() ?? [gone], writtenAt: view.at }, planned);
    });
  }

  /** Prose goes stale with what it was written from. */
  function proseOn(section: DocumentSection, planned: SectionPlan | undefined): DocumentSection {
    if (section.prose === undefined) return section;
    return withProse(section, factsDigest(planned?.prose?.facts?.() ?? section.blocks));
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

  let judged: { readonly of: string; readonly stale: Promise<readonly StaleDocument[]> } | undefined;

  async function stale(): Promise<readonly StaleDocument[]> {
    const of = `${revision} ${inputDigests(await inventory.view(), settings).ofKinds(entityKinds)}`;
    if (judged?.of !== of) {
      const found = writer.stale();
      judged = { of, stale: found };
      found.catch(() => {
        judged = undefined;
      });
    }
    return judged.stale;
  }

  async function compared(id: string, from?: number, to?: number) {
    const record = await require(id);
    const newer = to ?? record.version;
    const older = from ?? Math.max(1, newer - 1);
    const [before, after] = [await past(record, older), await past(record, newer)];
    return { before, after, diff: diffVersions(before, after) };
  }

  /** What was removed, newest last, so that it can be brought back. */
  const removedNotes = new Map<string, DocumentNote>();

  async function changeNotes(id: string, change: (record: DocumentRecord) => DocumentRecord) {
    // Read and written in one go: a generation that is under way keeps what it finds here.
    return exclusive(async () => {
      const record = await store.documents.update(id, change);
      if (record === undefined) throw documentNotFound(id, (await writer.index()).keys());
      await writer.note(record);
      written([id]);
      return record;
    });
  }

  async function inForce(record: DocumentRecord, at: Instant): Promise<number> {
    const version = (await keptVersions(record, 1))
      .filter((one) => one.at <= at)
      .toSorted((a, b) => b.version - a.version)[0];
    if (version === undefined) throw notWrittenThen(record, at);
    return version.version;
  }

  async function filesOf({ ids, format }: Pick<ExportOptions, 'ids' | 'format'>): Promise<ExportFiles> {
    const all = inDocumentOrder([...(await writer.index()).values()], generators);
    const chosen = all.filter((document) => isWanted(document.id, ids));
    checkWanted(
      ids,
      all.map(({ id }) => id),
    );
    const view = await inventory.view();
    const known = await contents.ready();
    const homes = new Map<EntityId, string>();
    for (const { id } of chosen) {
      for (const entity of known.get(id)?.homes ?? []) if (!homes.has(entity)) homes.set(entity, id);
    }
    const read = async (id: string) => {
      const record = await store.documents.get(id);
      return record === undefined ? undefined : { ...record, sections: await enliven(record, view) };
    };
    return exportFiles(chosen, { read, homes, view, format });
  }

  return {
    generate: (ids, options = {}) => writer.generate(ids, options),

    async writeProse(ids, options = {}) {
      checkWanted(ids, [...(await writer.index()).keys()]);
      return writeProse({ ...ports, ...writer, exclusive, written }, ids, options);
    },
    stale,

    async highestFence() {
      const fences = [...(await writer.index()).values()].map(({ fence = 0 }) => fence);
      return fences.reduce((highest, fence) => Math.max(highest, fence), 0);
    },

    async list() {
      return inDocumentOrder([...(await writer.index()).values()], generators).map(summary);
    },

    async listAt(at) {
      const then = await timeline.at(at);
      const known = await writer.index();
      const documents = [...known.values()].flatMap((document): IndexedDocument[] => {
        const version = then.get(document.id);
        if (version === undefined) return [];
        const { retiredAt, ...rest } = document;
        const titles = new Map(document.sections.map((section) => [section.key, section]));
        return [
          {
            ...rest,
            ...(retiredAt !== undefined && retiredAt <= at ? { retiredAt } : {}),
            title: version.title,
            version: version.version,
            versionAt: version.at,
            refreshedAt: document.refreshedAt <= at ? document.refreshedAt : version.at,
            sections: version.order.flatMap((key) => titles.get(key) ?? []),
          },
        ];
      });
      return inDocumentOrder(documents, generators).map(summary);
    },

    async show(id, { version, at, format = 'markdown' } = {}) {
      const record = await require(id);
      const number = version ?? (at === undefined ? undefined : await inForce(record, at));
      const old = number === undefined ? undefined : await past(record, number);
      const sections = old?.sections ?? (await enliven(record, await inventory.view()));
      const [reason] = await store.documentVersions.getMany([versionId(record.id, number ?? record.version)]);
      const document: ShownDocument = {
        id: record.id,
        title: old?.title ?? record.title,
        domain: record.domain,
        generator: record.generator,
        generatorVersion: record.generatorVersion,
        ...(record.parent === undefined ? {} : { parent: record.parent }),
        version: old?.version ?? record.version,
        versionAt: old?.versionAt ?? record.versionAt,
        ...(reason === undefined ? {} : { versionReason: reason.reason }),
        refreshedAt: old?.versionAt ?? record.refreshedAt,
        ...(record.retiredAt === undefined || (at !== undefined && record.retiredAt > at)
          ? {}
          : { retiredAt: record.retiredAt }),
        sections: at === undefined ? sections : sections.map((section) => asKnown(section, at)),
        notes: record.notes.filter(({ createdAt }) => at === undefined || createdAt <= at).map(shownNote),
        currentVersion: record.version,
        ...(at === undefined ? {} : { at }),
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

    diff: async (id, from, to) => (await compared(id, from, to)).diff,
    compared,

    async addNote(id, { section, text, author }) {
      const note: DocumentNote = {
        id: `note-${random.id(10)}`,
        section,
        text,
        author,
        createdAt: clock.now(),
      };
      const record = await changeNotes(id, (one) => withNote(one, note));
      return shownNote(requireNote(record, note.id));
    },

    async editNote(id, noteId, text, base, by) {
      const record = await changeNotes(id, (one) => withEditedNote(one, noteId, text, clock.now(), base, by));
      return shownNote(requireNote(record, noteId));
    },

    async removeNote(id, noteId, by, base) {
      let removed: DocumentNote | undefined;
      await changeNotes(id, (record) => {
        removed = requireNote(record, noteId);
        return withoutNote(record, noteId, { by, at: clock.now() }, base);
      });
      if (removed === undefined) throw new TypeError(`note ${noteId} vanished while it was removed`);
      removedNotes.set(`${id} ${noteId}`, removed);
      const [oldest] = removedNotes.keys();
      if (removedNotes.size > mostRemovedNotes && oldest !== undefined) removedNotes.delete(oldest);
      return shownNote(removed);
    },

    async restoreNote(id, noteId, by) {
      const note = removedNotes.get(`${id} ${noteId}`);
      if (note === undefined) {
        throw new DomainError('note-not-found', `no note "${noteId}" was removed from "${id}" lately`, {
          hint: 'what was removed can be brought back until the application is started again; write it anew',
        });
      }
      const record = await changeNotes(id, (one) => withRestoredNote(one, note, clock.now(), by));
      removedNotes.delete(`${id} ${noteId}`);
      return shownNote(requireNote(record, noteId));
    },

    async listNotes(id) {
      return (await require(id)).notes.map(shownNote);
    },

    async export(options) {
      return writeExport(await filesOf(options), options);
    },
    exportFiles: filesOf,

    async find(text, { limit, ids }) {
      const known = await contents.ready();
      const order = inDocumentOrder([...(await writer.index()).values()], generators);
      const searched = order.filter(({ id }) => isWanted(id, ids)).flatMap(({ id }) => known.get(id) ?? []);
      return findText(searched, text, limit);
    },

    async mentions(entity) {
      return mentionsOf((await contents.ready()).values(), entity);
    },

    async prepareFind() {
      await contents.ready();
    },

    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    async storeChanged(ids) {
      await writer.reread(ids);
      written(ids);
    },
    versionsChanged: () => timeline.changed(),

    sections: () =>
      generators.map(({ id, title, catalogue }) => ({ document: id, title, sections: catalogue })),
  };
}

/** Notes that were removed and can be brought back. */
const mostRemovedNotes = 100;

/** A section without measured values that were read after a moment. */
function asKnown(section: DocumentSection, at: Instant): DocumentSection {
  const blocks = section.blocks.filter((block) => block.t !== 'prose' || block.writtenAt <= at);
  return { ...section, blocks: section.writtenAt <= at ? blocks : withoutMeasured(blocks) };
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
