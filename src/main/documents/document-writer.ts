import type { Domain } from '../../shared/model/kind.ts';
import type { DocumentRecord, DocumentVersion } from '../../shared/model/document.ts';
import { entityKinds, kindDefinition, type EntityKind } from '../../shared/model/kinds/registry.ts';
import type { InventoryView } from '../inventory/view.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { createTurns, type Turns } from '../platform/turns.ts';
import type { StoreCollection } from '../store/store.ts';
import { indexed, withKnownInputs, type IndexedDocument } from './document-index.ts';
import {
  compareWithIndex,
  isUpToDate,
  retirable,
  withMissing,
  type RenderedPlan,
} from './document-comparison.ts';
import { updateDocument, type PlannedSection } from './document-update.ts';
import {
  countOutcomes,
  unchanged,
  type GeneratedDocument,
  type GenerateOptions,
  type GenerateReport,
  type StaleDocument,
} from './generate-report.ts';
import type { DocumentPlan, GeneratorDefinition, GeneratorSettings } from './generator.ts';
import { checkPlans, checkWanted, isWanted } from './document-order.ts';
import { inputDigests, kindsOf, type InputDigests } from './section-inputs.ts';
import { staleSections } from './stale-sections.ts';
import { keepDocuments } from './keep-documents.ts';
import { createReasons, type Reasons } from './version-reason.ts';

interface WriterPorts {
  readonly store: {
    readonly documents: StoreCollection<DocumentRecord>;
    readonly documentVersions: StoreCollection<DocumentVersion>;
  };
  readonly inventory: { view(): InventoryView | Promise<InventoryView> };
  readonly generators: readonly GeneratorDefinition[];
  readonly settings: GeneratorSettings;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told after documents were written. */
  readonly written: (ids: readonly string[]) => void;
  /** Held while documents are read, changed and written back. */
  readonly exclusive: <T>(task: () => Promise<T>) => Promise<T>;
  readonly fence?: () => number | undefined;
}

export interface DocumentWriter {
  generate(ids: readonly string[] | undefined, options: GenerateOptions): Promise<GenerateReport>;
  stale(ids?: readonly string[]): Promise<readonly StaleDocument[]>;
  index(): Promise<ReadonlyMap<string, IndexedDocument>>;
  /** Somebody else wrote the document. */
  note(record: DocumentRecord): Promise<void>;
  /** Another workstation wrote these, or removed them. */
  reread(ids: readonly string[]): Promise<void>;
  /** While others get their turns: a large estate has tens of thousands of sections. */
  plansOf(generator: string, view: InventoryView): Promise<readonly DocumentPlan[]>;
}

/** Documents that are read, changed and written back together. */
const batchSize = 48;
/** Documents that are read together to index them: large ones take milliseconds each. */
const indexBatch = 4;

export function createDocumentWriter(ports: WriterPorts): DocumentWriter {
  const { store, inventory, generators, settings, clock, logger, exclusive, written: announce } = ports;
  let loading: Promise<Map<string, IndexedDocument>> | undefined;
  let generations: Promise<unknown> = Promise.resolve();
  /** An export reads every document of one view: each generator plans once for it. */
  const plans = new WeakMap<InventoryView, Map<string, Promise<readonly DocumentPlan[]>>>();

  const index = () =>
    (loading ??= loadIndex(store.documents, createTurns(clock)).catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));

  function plansOf(id: string, view: InventoryView, turns: Turns): Promise<readonly DocumentPlan[]> {
    const ofView = plans.get(view) ?? new Map<string, Promise<readonly DocumentPlan[]>>();
    plans.set(view, ofView);
    const known = ofView.get(id) ?? makePlans(id, view, turns);
    ofView.set(id, known);
    return known;
  }

  async function makePlans(id: string, view: InventoryView, turns: Turns): Promise<readonly DocumentPlan[]> {
    const generator = generators.find((one) => one.id === id);
    const all: DocumentPlan[] = [];
    if (generator === undefined || isEmpty(view, generator.domain)) return all;
    for (const plan of generator.documents(view, settings)) {
      all.push(plan);
      if (turns.isOver) await turns.next();
    }
    return all;
  }

  /**
   * What was written last of each generator whose documents were all up to date then: while none of the kinds that
   * they depend on changes, there is nothing to plan.
   */
  const settled = new Map<string, { readonly kinds: ReadonlySet<EntityKind>; readonly text: string }>();

  function isSettled(generator: GeneratorDefinition, digests: InputDigests): boolean {
    const known = settled.get(generator.id);
    return known !== undefined && digests.ofKinds(known.kinds) === known.text;
  }

  /** A generator that fails leaves its documents as they are. */
  async function planAll(
    view: InventoryView,
    turns: Turns,
    asked = generators,
  ): Promise<{
    readonly planned: readonly { generator: GeneratorDefinition; plan: DocumentPlan }[];
    readonly failed: readonly { generator: GeneratorDefinition; message: string }[];
  }> {
    const planned: { generator: GeneratorDefinition; plan: DocumentPlan }[] = [];
    const failed: { generator: GeneratorDefinition; message: string }[] = [];
    for (const generator of asked) {
      try {
        const own = await plansOf(generator.id, view, turns);
        checkPlans(own);
        for (const plan of own) planned.push({ generator, plan });
      } catch (error) {
        logger.error({ generator: generator.id, error }, 'a generator failed');
        failed.push({ generator, message: messageOf(error) });
      }
    }
    return { planned, failed };
  }

  /**
   * Asked when it is written: what was begun under an earlier lease does not become newer by a later one, and what was
   * not written under a lease carries none, whatever stood there.
   */
  function fenced(records: readonly DocumentRecord[], begunUnder: number | undefined): DocumentRecord[] {
    const now = ports.fence?.();
    return records.map(({ fence: _, ...record }) =>
      now === undefined || now !== begunUnder ? record : { ...record, fence: now },
    );
  }

  async function generate(
    ids: readonly string[] | undefined,
    { force = false, signal, onProgress }: GenerateOptions,
  ): Promise<GenerateReport> {
    const startedMs = clock.monotonicMs();
    signal?.throwIfAborted();
    const begunUnder = ports.fence?.();
    const known = await index();
    const view = await inventory.view();
    const digests = inputDigests(view, settings);
    const restful = force ? [] : generators.filter((generator) => isSettled(generator, digests));
    const asked = generators.filter((generator) => !restful.includes(generator));
    const turns = createTurns(clock);
    const { planned, failed } = await planAll(view, turns, asked);
    const wanted = planned.filter(({ plan }) => isWanted(plan.id, ids));
    const reasons = createReasons(view);
    const documents: GeneratedDocument[] = failed
      .filter(({ generator }) => isWanted(generator.id, ids))
      .map(({ generator, message }) => ({
        id: generator.id,
        title: generator.title,
        outcome: 'failed',
        version: known.get(generator.id)?.version ?? 0,
        written: [],
        refreshed: [],
        errors: [{ message }],
      }));
    const resting = [...known.values()].filter(
      (document) => document.retiredAt === undefined && restful.some(({ id }) => id === document.generator),
    );
    const retiring = retirable(known, planned, [
      ...failed.map(({ generator }) => generator),
      ...restful,
    ]).filter(({ id }) => isWanted(id, ids));
    checkWanted(ids, [
      ...known.keys(),
      ...planned.map(({ plan }) => plan.id),
      ...generators.map(({ id }) => id),
    ]);
    let rendered = 0;
    let total = 0;
    for (const document of resting.filter(({ id }) => isWanted(id, ids))) {
      documents.push(unchanged(document, document));
      total += document.sections.length;
    }
    let batch: RenderedPlan[] = [];
    const commit = async () => {
      const waiting = batch;
      batch = [];
      if (waiting.length > 0) documents.push(...(await write(waiting, known, reasons, begunUnder)));
    };
    for (const [done, { generator, plan }] of wanted.entries()) {
      signal?.throwIfAborted();
      onProgress?.({ done, total: wanted.length, document: plan.id });
      const standing = known.get(plan.id);
      const result = renderStale(generator, plan, standing, digests, force);
      total += plan.sections.length;
      rendered += result.rendered;
      if (result.rendered === 0 && result.errors.length === 0 && isUpToDate(standing, plan, generator)) {
        documents.push(unchanged(plan, standing));
        continue;
      }
      batch.push({ generator, plan, ...result });
      if (batch.length >= batchSize) await commit();
      // What was written can be let go of meanwhile.
      if (turns.isOver) await turns.next();
    }
    await commit();
    signal?.throwIfAborted();
    if (retiring.length > 0) documents.push(...(await retire(retiring, known, begunUnder)));
    if (ids === undefined) settle(asked, planned, documents, digests);
    onProgress?.({ done: wanted.length, total: wanted.length, document: '' });
    return {
      documents,
      counts: countOutcomes(documents),
      sections: { rendered, total },
      durationMs: clock.monotonicMs() - startedMs,
    };
  }

  function settle(
    asked: readonly GeneratorDefinition[],
    planned: readonly { generator: GeneratorDefinition; plan: DocumentPlan }[],
    documents: readonly GeneratedDocument[],
    digests: InputDigests,
  ): void {
    const troubled = new Set(documents.filter(({ errors }) => errors.length > 0).map(({ id }) => id));
    for (const generator of asked) {
      const plans = planned.filter((one) => one.generator === generator).map(({ plan }) => plan);
      settled.delete(generator.id);
      if (troubled.has(generator.id) || plans.some(({ id }) => troubled.has(id))) continue;
      const kinds = kindsOf(generator, plans);
      settled.set(generator.id, { kinds, text: digests.ofKinds(kinds) });
    }
  }

  function renderStale(
    generator: GeneratorDefinition,
    plan: DocumentPlan,
    standing: IndexedDocument | undefined,
    digests: InputDigests,
    force: boolean,
  ): { sections: PlannedSection[]; errors: GeneratedDocument['errors']; rendered: number } {
    const before = new Map(standing?.sections.map((section) => [section.key, section]));
    const errors: { section: string; message: string }[] = [];
    let rendered = 0;
    const sections = plan.sections.map((section): PlannedSection => {
      const old = before.get(section.key);
      const inputs = digests.of(generator, section);
      const head = {
        key: section.key,
        title: section.title,
        level: section.level,
        live: section.live === true,
      };
      const fresh = old !== undefined && old.live !== true && old.inputs.content === inputs.content;
      if (head.live || (fresh && !force)) return { ...head, inputs };
      try {
        rendered += 1;
        return { ...head, inputs, blocks: section.render() };
      } catch (error) {
        logger.error({ document: plan.id, section: section.key, error }, 'a section could not be rendered');
        errors.push({ section: section.key, message: messageOf(error) });
        // With its old inputs: it is tried again next time.
        return { ...head, inputs: old?.inputs ?? { config: '', content: '' } };
      }
    });
    return { sections, errors, rendered };
  }

  async function write(
    batch: readonly RenderedPlan[],
    known: Map<string, IndexedDocument>,
    reasons: Reasons,
    begunUnder: number | undefined,
  ): Promise<GeneratedDocument[]> {
    return exclusive(async () => {
      const at = clock.now();
      const judged = batch.map((one) => compareWithIndex(one, known.get(one.plan.id)));
      const same = judged.filter((one) => one.same !== undefined);
      for (const { same: entry } of same) if (entry !== undefined) known.set(entry.id, entry);
      const differing = judged.filter((one) => one.same === undefined);
      const standing = new Map(
        (await store.documents.getMany(differing.map(({ plan }) => plan.id))).map((record) => [
          record.id,
          withKnownInputs(record, known.get(record.id)),
        ]),
      );
      const updates = differing.map((one) => {
        const current = standing.get(one.plan.id);
        const update = updateDocument(current, withMissing(one, current), at, (changed) =>
          reasons.between(one.plan, changed, current, one.generator),
        );
        return { ...one, update };
      });
      const versions = updates.flatMap(({ update }) => update.version ?? []);
      const records = updates.flatMap(({ update }) =>
        update.outcome === 'unchanged' ? [] : [update.record],
      );
      // The version first: after a crash in between, the document is found unwritten and both are written again.
      if (versions.length > 0) await store.documentVersions.put(versions);
      const kept = fenced(records, begunUnder);
      await keepDocuments(store.documents, kept, new Set(standing.keys()));
      const asKept = new Map(kept.map((record) => [record.id, record]));
      const written = updates.map(({ plan, update, errors, digests }): GeneratedDocument => {
        known.set(plan.id, indexed(asKept.get(plan.id) ?? update.record, digests, known.get(plan.id)));
        return {
          id: plan.id,
          title: plan.title,
          outcome: update.outcome,
          version: update.record.version,
          written: update.written,
          refreshed: update.refreshed,
          ...(update.version === undefined ? {} : { reason: update.version.reason }),
          errors,
        };
      });
      if (records.length > 0) announce(records.map(({ id }) => id));
      return [...same.map(({ plan, same: entry }) => unchanged(plan, entry)), ...written];
    });
  }

  async function retire(
    gone: readonly IndexedDocument[],
    known: Map<string, IndexedDocument>,
    begunUnder: number | undefined,
  ): Promise<GeneratedDocument[]> {
    return exclusive(async () => {
      const retiredAt = clock.now();
      const records = (await store.documents.getMany(gone.map(({ id }) => id))).map((record) => ({
        ...record,
        retiredAt,
      }));
      const kept = fenced(records, begunUnder);
      await keepDocuments(store.documents, kept, new Set(kept.map(({ id }) => id)));
      announce(kept.map(({ id }) => id));
      return kept.map((record) => {
        known.set(record.id, indexed(record, undefined, known.get(record.id)));
        return {
          id: record.id,
          title: record.title,
          outcome: 'retired' as const,
          version: record.version,
          written: [],
          refreshed: [],
          reason: 'what it described is gone',
          errors: [],
        };
      });
    });
  }

  async function stale(ids?: readonly string[]): Promise<readonly StaleDocument[]> {
    const known = await index();
    const view = await inventory.view();
    const digests = inputDigests(view, settings);
    const turns = createTurns(clock);
    const { planned, failed } = await planAll(view, turns);
    const reasons = createReasons(view);
    const found: StaleDocument[] = [];
    for (const { generator, plan } of planned) {
      if (!isWanted(plan.id, ids)) continue;
      const document = await staleDocument(generator, plan, known.get(plan.id), digests, reasons);
      if (document !== undefined) found.push(document);
      if (turns.isOver) await turns.next();
    }
    const gone = retirable(
      known,
      planned,
      failed.map(({ generator }) => generator),
    ).filter(({ id }) => isWanted(id, ids));
    return [
      ...found,
      ...gone.map(({ id, title, domain, parent }): StaleDocument => ({
        id,
        title,
        domain,
        ...(parent === undefined ? {} : { parent }),
        state: 'retire',
        sections: [],
        reason: 'what it described is gone',
        details: [],
      })),
    ];
  }

  async function staleDocument(
    generator: GeneratorDefinition,
    plan: DocumentPlan,
    standing: IndexedDocument | undefined,
    digests: InputDigests,
    reasons: Reasons,
  ): Promise<StaleDocument | undefined> {
    const { id, title, parent } = plan;
    const head = { id, title, domain: generator.domain, ...(parent === undefined ? {} : { parent }) };
    if (standing === undefined) {
      const sections = plan.sections.map(({ key }) => key);
      return { ...head, state: 'new', sections, reason: 'not written yet', details: [] };
    }
    const rendered = renderStale(generator, plan, standing, digests, false);
    if (rendered.rendered === 0 && isUpToDate(standing, plan, generator)) return undefined;
    // Other inputs may still say the same: only what would be written is out of date.
    const one = compareWithIndex({ generator, plan, ...rendered }, standing);
    const record = one.same === undefined ? await store.documents.get(id) : undefined;
    if (record === undefined) return undefined;
    const current = withKnownInputs(record, standing);
    const update = updateDocument(current, withMissing(one, current), clock.now(), (changed) =>
      reasons.between(plan, changed, current, generator),
    );
    if (update.outcome === 'unchanged') return undefined;
    return {
      ...head,
      state: update.version === undefined ? 'measured' : 'configuration',
      sections: [...update.written, ...update.refreshed],
      reason: update.version?.reason ?? 'measured values were read anew',
      details: staleSections(generator, plan, current, update, reasons),
    };
  }

  return {
    generate: (ids, options) => {
      const run = generations.then(() => generate(ids, options));
      generations = run.catch(() => undefined);
      return run;
    },
    stale,
    index,
    plansOf: (generator, view) => plansOf(generator, view, createTurns(clock)),
    async reread(ids) {
      if (loading === undefined) return;
      const known = await index();
      const turns = createTurns(clock);
      for (let from = 0; from < ids.length; from += indexBatch) {
        const some = ids.slice(from, from + indexBatch);
        await exclusive(async () => {
          const found = new Map((await store.documents.getMany(some)).map((one) => [one.id, one]));
          for (const id of some) {
            const record = found.get(id);
            // Whether its generator has nothing to plan was judged by other documents than these.
            for (const one of [known.get(id), record]) if (one) settled.delete(one.generator);
            if (record) known.set(id, indexed(record));
            else known.delete(id);
          }
        });
        if (turns.isOver) await turns.next();
      }
    },
    note: async (record) => {
      const known = await index();
      known.set(
        record.id,
        indexed(withKnownInputs(record, known.get(record.id)), undefined, known.get(record.id)),
      );
    },
  };
}

async function loadIndex(
  documents: StoreCollection<DocumentRecord>,
  turns: Turns,
): Promise<Map<string, IndexedDocument>> {
  const index = new Map<string, IndexedDocument>();
  for await (const batch of documents.each(indexBatch)) {
    for (const record of batch) index.set(record.id, indexed(record));
    if (turns.isOver) await turns.next();
  }
  return index;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A site without storage has no use for a document that says of everything that there is none. */
function isEmpty(view: InventoryView, domain: Domain): boolean {
  return entityKinds.every(
    (kind) =>
      (domain !== 'infrastructure' && kindDefinition(kind).domain !== domain) || view.all(kind).length === 0,
  );
}
