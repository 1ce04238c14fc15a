import type { Block } from '../../shared/model/block.ts';
import type { DocumentRecord, DocumentSection, DocumentVersion } from '../../shared/model/document.ts';
import type { Instant } from '../../shared/model/ids.ts';
import type { DocumentPlan, GeneratorDefinition } from './generator.ts';
import { withoutMeasured } from './measured.ts';

export const documentSchemaVersion = 1;

/** A section as planned, with blocks when it was rendered again. */
export interface PlannedSection {
  readonly key: string;
  readonly title: string;
  readonly level: 2 | 3;
  readonly live: boolean;
  readonly inputs: DocumentSection['inputs'];
  /** Absent: the section stands as it is. */
  readonly blocks?: readonly Block[];
  /** The blocks as JSON, when somebody needed them already. */
  readonly text?: string;
  /** Whether the blocks are those that stand, when the digest of what was written at `writtenAt` is known. */
  readonly stands?: { readonly writtenAt: Instant; readonly same: boolean };
}

export interface DocumentUpdate {
  readonly outcome: 'created' | 'versioned' | 'refreshed' | 'unchanged';
  /** The record to keep; for `unchanged` the one that stands. */
  readonly record: DocumentRecord;
  readonly version?: DocumentVersion;
  /** Sections whose configuration changed, appeared or went. */
  readonly written: readonly string[];
  /** Sections of which only measured values changed. */
  readonly refreshed: readonly string[];
}

/**
 * What becomes of a document when some of its sections were rendered again. A new version is made only when
 * configuration changed that the document shows: the digests of configuration differ, and so does what is written
 * once measured values are left out. Notes stay as they are.
 */
export function updateDocument(
  current: DocumentRecord | undefined,
  planned: {
    readonly generator: Pick<GeneratorDefinition, 'id' | 'version' | 'domain'>;
    readonly plan: Pick<DocumentPlan, 'id' | 'title' | 'parent'>;
    readonly sections: readonly PlannedSection[];
  },
  at: Instant,
  reason: (changed: readonly string[]) => string,
): DocumentUpdate {
  const { generator, plan } = planned;
  const before = new Map((current?.sections ?? []).map((section) => [section.key, section]));
  const written: string[] = [];
  const refreshed: string[] = [];
  const sections = planned.sections.flatMap((section): DocumentSection[] => {
    const { key, title, level, live, inputs } = section;
    const old = before.get(key);
    const head = { key, title, level, ...(live ? { live: true as const } : {}) };
    const prose = old?.prose === undefined ? {} : { prose: old.prose };
    if (live) return [{ ...head, blocks: [], inputs, writtenAt: old?.writtenAt ?? at, ...prose }];
    const blocks = section.blocks ?? old?.blocks;
    // A section that could not be rendered and never was before has nothing to show yet.
    if (blocks === undefined) return [];
    const change =
      old === undefined || old.live === true
        ? 'configuration'
        : judge(old, { ...head, blocks, inputs, text: section.text, stands: section.stands });
    if (change === 'configuration') written.push(key);
    if (change === 'measured') refreshed.push(key);
    return [
      { ...head, blocks, inputs, writtenAt: change === 'none' ? (old?.writtenAt ?? at) : at, ...prose },
    ];
  });
  const keys = new Set(sections.map((section) => section.key));
  const removed = [...before.values()].filter((section) => !keys.has(section.key));
  // Without other configuration, a title names another part of what comes and goes by itself (`pods a – k`).
  const reconfigured = sections.some(({ key, inputs }) => before.get(key)?.inputs.config !== inputs.config);
  const order = kept(sections).map((section) => section.key);
  const versioned =
    current === undefined ||
    written.length > 0 ||
    kept(removed).length > 0 ||
    current.retiredAt !== undefined ||
    (current.title !== plan.title && reconfigured) ||
    order.join('\n') !==
      kept(current.sections)
        .map((section) => section.key)
        .join('\n');
  const moved =
    versioned ||
    refreshed.length > 0 ||
    current.title !== plan.title ||
    current.parent !== plan.parent ||
    current.generatorVersion !== generator.version ||
    headsOf(current.sections) !== headsOf(sections);
  if (current !== undefined && !moved) {
    return { outcome: 'unchanged', record: { ...current, sections }, written, refreshed };
  }
  const number = current === undefined ? 1 : versioned ? current.version + 1 : current.version;
  const record: DocumentRecord = {
    id: plan.id,
    generator: generator.id,
    generatorVersion: generator.version,
    domain: generator.domain,
    title: plan.title,
    ...(plan.parent === undefined ? {} : { parent: plan.parent }),
    version: number,
    versionAt: versioned ? at : current.versionAt,
    refreshedAt: at,
    sections,
    notes: current?.notes ?? [],
    ...(current?.removedNotes && { removedNotes: current.removedNotes }),
    schemaVersion: documentSchemaVersion,
  };
  if (!versioned) return { outcome: 'refreshed', record, written, refreshed };
  const changed = new Set([...written, ...refreshed]);
  const version: DocumentVersion = {
    id: versionId(plan.id, number),
    documentId: plan.id,
    version: number,
    at,
    reason: current === undefined ? 'first written' : reason([...written, ...removed.map(({ key }) => key)]),
    order,
    replaced: kept(current?.sections ?? []).filter(({ key }) => changed.has(key) || !keys.has(key)),
    added: current === undefined ? [] : order.filter((key) => before.get(key)?.live ?? !before.has(key)),
    title: plan.title,
    schemaVersion: documentSchemaVersion,
  };
  return { outcome: current === undefined ? 'created' : 'versioned', record, version, written, refreshed };
}

function judge(
  old: DocumentSection,
  now: Pick<DocumentSection, 'title' | 'level' | 'blocks' | 'inputs'> & {
    readonly text: string | undefined;
    readonly stands: PlannedSection['stands'];
  },
): 'none' | 'measured' | 'configuration' {
  if (old.level !== now.level) return 'configuration';
  const titled = old.title === now.title;
  const shown =
    old.blocks === now.blocks ||
    (now.stands?.writtenAt === old.writtenAt
      ? now.stands.same
      : JSON.stringify(old.blocks) === (now.text ?? JSON.stringify(now.blocks)));
  if (titled && shown) return 'none';
  if (old.inputs.config === now.inputs.config) return 'measured';
  if (!titled) return 'configuration';
  const same = JSON.stringify(withoutMeasured(old.blocks)) === JSON.stringify(withoutMeasured(now.blocks));
  return same ? 'measured' : 'configuration';
}

/** Live sections are in no version. */
function kept(sections: readonly DocumentSection[]): readonly DocumentSection[] {
  return sections.filter((section) => section.live !== true);
}

function headsOf(sections: readonly DocumentSection[]): string {
  return JSON.stringify(sections.map(({ key, title, level, live }) => [key, title, level, live === true]));
}

/** Padded, so that ids sort as versions do. */
export function versionId(documentId: string, version: number): string {
  return `${documentId}@${String(version).padStart(8, '0')}`;
}
