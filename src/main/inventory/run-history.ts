import { whyIncomplete } from '../../shared/model/failed-scopes.ts';
import type { Domain } from '../../shared/model/kind.ts';
import type { Instant } from '../../shared/model/ids.ts';
import type { Freshness } from '../../shared/model/inventory-query.ts';
import type { CollectionRun } from '../../shared/model/run.ts';
import type { Store } from '../store/store.ts';
import { Confirmations } from './confirmations.ts';
import { compareText } from './natural-order.ts';
import type { InventoryView } from './view.ts';

export type RunPair = InventoryView['runs'][number];

/** How far back the newest complete run of a source is looked for. */
const mostRuns = 2_000;
const pageSize = 100;

export function runKey(run: { readonly source: string; readonly domain: Domain }): string {
  return `${run.source} ${run.domain}`;
}

/** The newest runs of each source and domain, and what they confirmed. */
export class RunHistory {
  readonly confirmations = new Confirmations();
  #pairs: ReadonlyMap<string, RunPair> = new Map();

  pairs(): readonly RunPair[] {
    return [...this.#pairs.values()];
  }

  /** @param run Finished, and not older than what is known of its source and domain. */
  note(run: CollectionRun): void {
    this.confirmations.noteRun(run);
    const before = this.#pairs.get(runKey(run));
    const lastComplete = before?.last.outcome === 'succeeded' ? before.last : before?.lastComplete;
    const pair: RunPair =
      run.outcome === 'succeeded' || !lastComplete ? { last: run } : { last: run, lastComplete };
    this.#pairs = new Map(this.#pairs).set(runKey(run), pair);
  }

  /** @returns false, and notes nothing, when it is older than what is known of its source and domain. */
  noteReceived(run: CollectionRun): boolean {
    const known = this.#pairs.get(runKey(run))?.last;
    if (known && (run.startedAt < known.startedAt || run.id === known.id)) return run.id === known.id;
    this.note(run);
    return true;
  }

  forget(source: string): void {
    this.confirmations.forget(source);
    this.#pairs = new Map([...this.#pairs].filter(([, { last }]) => last.source !== source));
  }
}

/** @param until Only runs that had finished by then. */
export async function loadRunHistory(store: Store, until?: Instant): Promise<RunHistory> {
  const runs: CollectionRun[] = [];
  const complete = new Set<string>();
  const seen = new Set<string>();
  for (let skip = 0; skip < mostRuns; skip += pageSize) {
    const page = await store.runs.find({
      selector: { type: 'collection' },
      sort: [{ startedAt: 'desc' }],
      skip,
      limit: pageSize,
    });
    for (const run of page) {
      if (run.type !== 'collection' || run.outcome === 'running') continue;
      if (until !== undefined && (run.finishedAt ?? run.startedAt) > until) continue;
      runs.push(run);
      seen.add(runKey(run));
      if (run.outcome === 'succeeded') complete.add(runKey(run));
    }
    const enough = skip > 0 && complete.size === seen.size;
    if (page.length < pageSize || enough) break;
  }
  const history = new RunHistory();
  for (const run of runs.toSorted((a, b) => compareText(a.startedAt, b.startedAt))) history.note(run);
  return history;
}

export function freshnessOf(
  pairs: readonly RunPair[],
  running: ReadonlySet<string>,
  now: Instant,
): readonly Freshness[] {
  return pairs
    .map(({ last, lastComplete }): Freshness => {
      const complete = last.outcome === 'succeeded' ? last : lastComplete;
      const incomplete = whyIncomplete(last.scopes);
      const why =
        last.error ?? (incomplete === undefined ? undefined : { code: 'incomplete', message: incomplete });
      return {
        source: last.source,
        domain: last.domain,
        simulated: last.simulated,
        running: running.has(runKey(last)),
        lastRunAt: last.startedAt,
        ...(last.outcome === 'running' ? {} : { lastOutcome: last.outcome }),
        ...(why && { lastError: why }),
        ...(complete && {
          lastCompleteAt: complete.startedAt,
          ageSeconds: Math.max(0, Math.round((Date.parse(now) - Date.parse(complete.startedAt)) / 1_000)),
        }),
      };
    })
    .toSorted((a, b) => compareText(a.source, b.source) || compareText(a.domain, b.domain));
}
