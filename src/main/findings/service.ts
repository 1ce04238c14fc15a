import type { EntityOf } from '../../shared/model/entity.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { digestText } from '../inventory/digest.ts';
import type { InventoryView } from '../inventory/view.ts';
import { evaluateRule, type FindingRecord, type NotJudged, type RuleResult } from './evaluate.ts';
import type { FindingRule } from './rule.ts';
import { findingSettingsProblems, settingsOf, type FindingSettings } from './settings.ts';

/** Findings are observations of the source `findings`: they are recorded like what a collector saw. */
export interface FindingsInventory {
  view(): InventoryView | Promise<InventoryView>;
  recordFindings(observed: ObservedFindings): Promise<void>;
}

/** What an evaluation says of some rules; findings of rules that are not named stay as they are. */
export interface ObservedFindings {
  readonly records: readonly FindingRecord[];
  /** Rules, each a partition of the kind `finding`, that were evaluated in full. */
  readonly complete: readonly string[];
  readonly failed: readonly { readonly rule: string; readonly reason: string }[];
  /** For the run's record: which rules could not be judged for what, of all rules. */
  readonly unavailable: readonly { readonly what: string; readonly reason: string }[];
  /** Every source is simulated, and so is what is found there. */
  readonly simulated: boolean;
}

export interface EvaluateReport {
  readonly opened: number;
  readonly closed: number;
  readonly regraded: number;
  readonly unchanged: number;
  /** Rules that were evaluated; the others' inputs had not changed. */
  readonly evaluated: readonly string[];
  readonly failed: readonly { readonly rule: string; readonly reason: string }[];
  readonly notJudged: readonly NotJudged[];
}

export interface Findings {
  /** Evaluates the rules whose inputs changed since they were last evaluated here; all of them with `force`. */
  evaluate(options?: { readonly force?: boolean }): Promise<EvaluateReport>;
}

/** Time alone breaks rules (ages, expiry): every rule is evaluated at least this often. */
const longestStandingMs = 60 * 60_000;

export function createFindings(ports: {
  readonly inventory: FindingsInventory;
  readonly rules: readonly FindingRule[];
  /** What is in force, asked for at each evaluation. */
  readonly settings: () => FindingSettings;
  readonly clock: Clock;
  readonly logger: Logger;
}): Findings {
  const { inventory, rules, clock, logger } = ports;
  for (const problem of findingSettingsProblems(rules, ports.settings())) {
    logger.warn({ problem }, 'a setting of findings is not used');
  }
  const last = new Map<string, { key: string; atMs: number; result: RuleResult }>();
  let tail: Promise<unknown> = Promise.resolve();

  async function evaluate(force: boolean): Promise<EvaluateReport> {
    const view = await inventory.view();
    const settings = ports.settings();
    const records: FindingRecord[] = [];
    const evaluated: string[] = [];
    const failed: { rule: string; reason: string }[] = [];
    const fresh: { rule: string; key: string; result: RuleResult }[] = [];
    for (const rule of rules) {
      const known = last.get(rule.id);
      const waits = known !== undefined && isWaiting(known.result);
      const key = inputsOf(rule, view, settings, waits);
      const standing = known !== undefined && clock.monotonicMs() - known.atMs < longestStandingMs;
      if (!force && standing && known.key === key) continue;
      evaluated.push(rule.id);
      const result = judge(rule, view, settings);
      if ('reason' in result) {
        failed.push({ rule: rule.id, reason: result.reason });
        continue;
      }
      fresh.push({ rule: rule.id, key: inputsOf(rule, view, settings, isWaiting(result)), result });
      records.push(...result.records);
    }
    const complete = fresh.map(({ rule }) => rule);
    // Findings of rules that no longer exist are closed.
    const ids = new Set(rules.map((rule) => rule.id));
    const orphaned = view.partitions('finding').filter((partition) => !ids.has(partition));
    complete.push(...orphaned);
    const results = new Map([
      ...[...last].map(([rule, { result }]) => [rule, result] as const),
      ...fresh.map(({ rule, result }) => [rule, result] as const),
    ]);
    const notJudged = rules.flatMap((rule) => results.get(rule.id)?.notJudged ?? []);
    if (evaluated.length + orphaned.length > 0) {
      await inventory.recordFindings({
        records,
        complete,
        failed,
        unavailable: notJudged.map(({ what, reason }) => ({ what, reason })),
        simulated: isSimulated(view),
      });
      // Only now: what could not be recorded is evaluated again.
      for (const { rule, key, result } of fresh) {
        last.set(rule, { key, atMs: clock.monotonicMs(), result });
      }
      for (const { rule } of failed) last.delete(rule);
    }
    return { ...compare(view, complete, records), evaluated, failed, notJudged };
  }

  function judge(
    rule: FindingRule,
    view: InventoryView,
    settings: FindingSettings,
  ): RuleResult | { readonly reason: string } {
    const own = settingsOf(rule, settings);
    switch (own.type) {
      case 'disabled':
        return {
          records: [],
          notJudged: [{ rule: rule.id, what: rule.id, reason: 'switched off in settings' }],
        };
      case 'invalid':
        return { reason: own.reason };
      case 'thresholds':
        try {
          return evaluateRule(rule, view, own.thresholds);
        } catch (error) {
          logger.error({ rule: rule.id, error }, 'a finding rule failed');
          return { reason: error instanceof Error ? error.message : String(error) };
        }
    }
  }

  return {
    evaluate: ({ force = false } = {}) => {
      const run = tail.then(() => evaluate(force));
      tail = run.catch(() => undefined);
      return run;
    },
  };
}

/** Equal texts: the rule would say the same, were it not for time. */
function inputsOf(
  rule: FindingRule,
  view: InventoryView,
  settings: FindingSettings,
  /** Something observed once becomes sustained when a later reading shows it again. */
  waits: boolean,
): string {
  return digestText(
    JSON.stringify([
      settings[rule.id],
      rule.reads.map((kind: EntityKind) => view.digest(kind).content),
      // A run that failed keeps findings open, and its end closes them.
      rule.readsRuns === true || waits
        ? view.runs.flatMap(({ last }) => (last.source === 'findings' ? [] : [last.id]))
        : view.runs.flatMap(({ last }) =>
            last.outcome === 'succeeded' || last.source === 'findings' ? [] : [last.id],
          ),
    ]),
  );
}

function isWaiting(result: RuleResult): boolean {
  return result.records.some(({ attributes }) => attributes.persistence === 'observed-once');
}

function isSimulated(view: InventoryView): boolean {
  const runs = view.runs.filter(({ last }) => last.source !== 'findings');
  return runs.length > 0 && runs.every(({ last }) => last.simulated);
}

function compare(
  view: InventoryView,
  complete: readonly string[],
  records: readonly FindingRecord[],
): Pick<EvaluateReport, 'opened' | 'closed' | 'regraded' | 'unchanged'> {
  const judged = new Set(complete);
  const before = new Map<string, EntityOf<'finding'>>(
    view.all('finding').map((finding) => [finding.nativeId, finding]),
  );
  let opened = 0;
  let regraded = 0;
  const found = new Set<string>();
  for (const record of records) {
    found.add(record.nativeId);
    const known = before.get(record.nativeId);
    if (known === undefined) opened += 1;
    else if (known.attributes.severity !== record.attributes.severity) regraded += 1;
  }
  let closed = 0;
  for (const finding of before.values()) {
    if (judged.has(finding.partition ?? '') && !found.has(finding.nativeId)) closed += 1;
  }
  return { opened, closed, regraded, unchanged: before.size - closed - regraded };
}
