import type { OutputOf } from '../../../shared/contract/contract.ts';
import type { EntityId, Instant } from '../../../shared/model/ids.ts';
import { instant } from '../../../shared/model/ids.ts';
import { entityKinds, isEntityKind } from '../../../shared/model/kinds/registry.ts';
import type { Severity } from '../../../shared/model/severity.ts';
import type { Freshness } from '../../../shared/model/inventory-query.ts';
import type { App } from '../../app.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { compareText } from '../../inventory/natural-order.ts';
import type { ServerStatus } from '../../mcp/pool.ts';
import type { Handler } from '../handler.ts';
import { staleDocuments } from '../status/stale-documents.ts';
import { periodChanges, type PeriodChanges } from './change-groups.ts';
import { domainsOf } from './figures.ts';
import { recentActivity } from './recent-activity.ts';
import { recentEnough } from './recent-enough.ts';

type Overview = OutputOf<'overview.read'>;

const dayMs = 86_400_000;
const shownFindings = 8;
const rank: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, info: 2 };

export const read: Handler<'overview.read'> = async (input, { app }) => {
  const [view, servers, states, freshness, list, pending, tickets] = await Promise.all([
    app.inventory.view(input.at),
    app.mcp.servers.read(),
    app.mcp.pool.describe(),
    app.inventory.freshness(),
    app.documents.list(),
    app.remediations.count({ states: ['awaiting-approval'] }),
    app.tickets.figures(),
  ]);
  const wanted = input.since ?? instant(Math.max(0, Date.parse(view.at) - dayMs));
  const since = recentEnough(wanted, view.at, app.settings.documents.changeDays);
  const used = new Set(servers.servers.filter(({ disabled }) => !disabled).map(({ name }) => name));
  const { counts, groups } = changesOf(app, view, since, input.at !== undefined);
  const stale = staleDocuments(app).known();
  const written = new Set(list.filter(({ retiredAt }) => retiredAt === undefined).map(({ id }) => id));
  const next = app.scheduler.list().find(({ name }) => name === 'collection')?.nextDueAt;
  return {
    at: view.at,
    since,
    sources: used.size,
    entities: entityKinds.reduce((sum, kind) => sum + (kind === 'finding' ? 0 : view.all(kind).length), 0),
    approvals: { pending, automation: 'manual' },
    tickets: {
      open: Object.values(tickets.open).reduce((sum, one) => sum + one, 0),
      p1: tickets.open.p1,
      overdue: tickets.overdue,
    },
    freshness: freshness
      .filter(({ source }) => source !== 'findings')
      .map((one) => ({ ...one, retired: !used.has(one.source) })),
    unusable: unusableOf(states, freshness),
    expectedSeconds: app.settings.collection.intervalMinutes * 60,
    ...(next !== undefined && { nextCollectionAt: next }),
    documents: { total: written.size, ...(stale !== undefined && { stale }) },
    ...findingsOf(view, since),
    domains: domainsOf(view, (document) => written.has(document)),
    changes: counts,
    changeGroups: [...groups],
    activity: await recentActivity(app, view.at),
  };
};

/** A source that was collected before says by its runs that it fails; one that never was, only by its connection. */
function unusableOf(states: readonly ServerStatus[], freshness: readonly Freshness[]): Overview['unusable'] {
  const told = new Set(
    freshness.filter(({ lastOutcome }) => lastOutcome !== 'succeeded').map(({ source }) => source),
  );
  return states.flatMap(({ name, state, commandAccepted }) => {
    const is = state.is === 'idle' && !commandAccepted ? 'untrusted' : state.is;
    if (told.has(name) || (is !== 'failed' && is !== 'waiting' && is !== 'untrusted')) return [];
    return [{ source: name, state: is, ...('lastError' in state && { message: state.lastError }) }];
  });
}

const perApp = new WeakMap<App, Map<string, PeriodChanges>>();
const keptPeriods = 4;

/** Kept for the present: changes come with runs, and until the next one ends nothing of them differs. */
function changesOf(app: App, view: InventoryView, since: Instant, past: boolean): PeriodChanges {
  const key = `${past ? view.at : ''} ${since} ${view.runs.map(({ last }) => last.id).join(' ')}`;
  let kept = perApp.get(app);
  if (!kept) {
    perApp.set(app, (kept = new Map()));
    const mine = kept;
    app.inventory.onChanged(() => mine.clear());
  }
  const known = kept.get(key);
  if (known) return known;
  const found = periodChanges(view, since);
  kept.set(key, found);
  for (const old of kept.keys()) {
    if (kept.size <= keptPeriods) break;
    kept.delete(old);
  }
  return found;
}

function findingsOf(view: InventoryView, since: Instant): Pick<Overview, 'findings' | 'topFindings'> {
  const counts = { critical: 0, warning: 0, info: 0 };
  const opened = { critical: 0, warning: 0, info: 0 };
  const all = view.all('finding');
  for (const { attributes } of all) {
    counts[attributes.severity] += 1;
    if (attributes.openedAt >= since) opened[attributes.severity] += 1;
  }
  const sorted = all.toSorted(
    (a, b) =>
      rank[a.attributes.severity] - rank[b.attributes.severity] ||
      compareText(b.attributes.openedAt, a.attributes.openedAt),
  );
  // One line a rule: a rule that breaks on everything must not hide the others.
  const rules = Map.groupBy(sorted, ({ attributes }) => `${attributes.severity} ${attributes.rule}`);
  const top = [...rules.values()].slice(0, shownFindings);
  return {
    findings: { ...counts, opened },
    topFindings: top.flatMap(([first, ...others]) => {
      if (!first) return [];
      const { id, attributes } = first;
      const { severity, rule, title, object, objectId, objectKind, value, openedAt } = attributes;
      return isEntityKind(objectKind)
        ? [
            {
              id,
              severity,
              rule,
              title,
              object: { id: objectId as EntityId, kind: objectKind, name: object },
              value,
              openedAt,
              isNew: openedAt >= since,
              alike: others.length,
            },
          ]
        : [];
    }),
  };
}
