import type { DocumentRecord, DocumentSection, SectionProse } from '../../../shared/model/document.ts';
import type { InventoryView } from '../../inventory/view.ts';
import type { Llm } from '../../llm/llm.ts';
import type { Clock } from '../../platform/clock.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Random } from '../../platform/random.ts';
import type { StoreCollection } from '../../store/store.ts';
import { isWanted } from '../document-order.ts';
import type { DocumentPlan, GeneratorDefinition, SectionPlan } from '../generator.ts';
import { composeProse, type FactCheck } from './compose-prose.ts';
import { factLines, factsDigest } from './section-facts.ts';

/** What prose needs beside the documents: a language model, and the check of what it says. */
export interface ProsePorts {
  readonly llm: Pick<Llm, 'state' | 'contextTokens' | 'complete'>;
  readonly check: FactCheck;
}

export interface ProseOptions {
  /** Writes again what is not stale as well. */
  readonly force?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { done: number; total: number; document: string }) => void;
}

export interface ProseReport {
  /** False: no language model is set, and nothing was done. */
  readonly model: boolean;
  readonly sections: readonly ProseOutcome[];
  readonly counts: { readonly written: number; readonly kept: number; readonly failed: number };
  /** Sentences that were let through, and left out. */
  readonly sentences: { readonly written: number; readonly omitted: number };
  readonly durationMs: number;
}

export interface ProseOutcome {
  readonly document: string;
  readonly section: string;
  readonly outcome: 'written' | 'kept' | 'failed';
  readonly sentences: number;
  readonly omitted: readonly { readonly text: string; readonly reason: string }[];
  readonly error?: string;
}

interface Ports {
  readonly store: { readonly documents: StoreCollection<DocumentRecord> };
  readonly inventory: { view(): InventoryView | Promise<InventoryView> };
  readonly generators: readonly GeneratorDefinition[];
  readonly plansOf: (generator: string, view: InventoryView) => Promise<readonly DocumentPlan[]>;
  readonly exclusive: <T>(task: () => Promise<T>) => Promise<T>;
  readonly written: (ids: readonly string[]) => void;
  readonly note: (record: DocumentRecord) => Promise<void>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

interface Task {
  readonly plan: DocumentPlan;
  readonly section: SectionPlan;
}

/** Sections that are written at the same time; the language model has a limit of its own. */
const atOnce = 2;
/** Nothing else will succeed either. */
const ending = new Set(['llm-not-configured', 'llm-unreachable', 'llm-refused', 'llm-busy', 'cancelled']);

/**
 * Writes the prose that generators ask for and that is missing or stale. Each section is kept as soon as it is written:
 * what was cancelled goes on where it ended.
 * @throws DomainError of the language model when it cannot be used; what was written until then stays
 */
export async function writeProse(
  ports: Ports & Partial<Record<'prose', ProsePorts>>,
  ids: readonly string[] | undefined,
  { force = false, signal, onProgress }: ProseOptions,
): Promise<ProseReport> {
  const startedMs = ports.clock.monotonicMs();
  const outcomes: ProseOutcome[] = [];
  const { prose } = ports;
  const report = (model: boolean): ProseReport => ({
    model,
    sections: outcomes,
    counts: {
      written: outcomes.filter(({ outcome }) => outcome === 'written').length,
      kept: outcomes.filter(({ outcome }) => outcome === 'kept').length,
      failed: outcomes.filter(({ outcome }) => outcome === 'failed').length,
    },
    sentences: {
      written: outcomes.reduce((sum, one) => sum + (one.outcome === 'written' ? one.sentences : 0), 0),
      omitted: outcomes.reduce((sum, one) => sum + (one.outcome === 'written' ? one.omitted.length : 0), 0),
    },
    durationMs: ports.clock.monotonicMs() - startedMs,
  });
  if (prose?.llm.state.configured !== true) return report(false);
  const view = await ports.inventory.view();
  const tasks = await tasksOf(ports, view, ids);
  let done = 0;
  let ended: unknown;
  const waiting = [...tasks];
  const work = async () => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      if (ended !== undefined) return;
      signal?.throwIfAborted();
      onProgress?.({ done, total: tasks.length, document: task.plan.id });
      try {
        outcomes.push(await writeSection(ports, prose, task, view, force, signal));
      } catch (error) {
        if (signal?.aborted === true || (error instanceof DomainError && ending.has(error.code))) {
          ended ??= error;
          return;
        }
        const message = error instanceof Error ? error.message : String(error);
        ports.logger.warn(
          { document: task.plan.id, section: task.section.key, err: error },
          'prose was not written',
        );
        outcomes.push({ ...nameOf(task), outcome: 'failed', sentences: 0, omitted: [], error: message });
      }
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  if (ended !== undefined) throw ended;
  onProgress?.({ done: tasks.length, total: tasks.length, document: '' });
  return report(true);
}

async function tasksOf(
  ports: Ports,
  view: InventoryView,
  ids: readonly string[] | undefined,
): Promise<readonly Task[]> {
  const tasks: Task[] = [];
  for (const generator of ports.generators) {
    try {
      for (const plan of await ports.plansOf(generator.id, view)) {
        if (!isWanted(plan.id, ids)) continue;
        for (const section of plan.sections) if (section.prose !== undefined) tasks.push({ plan, section });
      }
    } catch (error) {
      // Writing the documents reports it; here there is nothing to tell of.
      ports.logger.warn(
        { generator: generator.id, err: error },
        'a generator failed; its documents get no prose',
      );
    }
  }
  return tasks;
}

function nameOf({ plan, section }: Task) {
  return { document: plan.id, section: section.key };
}

async function writeSection(
  ports: Ports,
  { llm, check }: ProsePorts,
  task: Task,
  view: InventoryView,
  force: boolean,
  signal: AbortSignal | undefined,
): Promise<ProseOutcome> {
  const { plan, section } = task;
  const record = await ports.store.documents.get(plan.id);
  const standing = record?.sections.find(({ key }) => key === section.key);
  const kept: ProseOutcome = {
    ...nameOf(task),
    outcome: 'kept',
    sentences: standing?.prose?.sentences.length ?? 0,
    omitted: [],
  };
  // Documents are written first: what is not written yet gets its prose when it is.
  if (record === undefined || standing === undefined || section.prose === undefined) return kept;
  const blocks = section.prose.facts?.() ?? (section.live === true ? section.render() : standing.blocks);
  const facts = factsDigest(blocks);
  const lines = factLines(blocks);
  if (standing.prose?.facts === facts && !force) return kept;
  if (lines.length === 0) {
    if (standing.prose !== undefined) await keep(ports, task, undefined);
    return kept;
  }
  const { subject, about } = section.prose;
  const composed = await composeProse(
    {
      document: plan.title,
      section: section.title,
      about,
      lines,
      fence: `DATA-${ports.random.id(12)}`,
      ...(subject === undefined ? {} : { subject }),
    },
    { llm, check, view, ...(signal === undefined ? {} : { signal }) },
  );
  const { sentences, omitted, model } = composed;
  await keep(ports, task, {
    about,
    sentences,
    omitted: omitted.length,
    facts,
    model,
    writtenAt: ports.clock.now(),
  });
  return { ...nameOf(task), outcome: 'written', sentences: sentences.length, omitted };
}

/** Read and written in one go: notes and sections that were written meanwhile stay. */
async function keep(ports: Ports, { plan, section }: Task, prose: SectionProse | undefined): Promise<void> {
  await ports.exclusive(async () => {
    const next = await ports.store.documents.update(plan.id, (record) => {
      if (!record.sections.some(({ key }) => key === section.key)) return undefined;
      const sections = record.sections.map((one): DocumentSection => {
        if (one.key !== section.key) return one;
        const { prose: _before, ...bare } = one;
        return prose === undefined ? bare : { ...bare, prose };
      });
      return { ...record, sections };
    });
    if (next === undefined) return;
    await ports.note(next);
    ports.written([plan.id]);
  });
}
