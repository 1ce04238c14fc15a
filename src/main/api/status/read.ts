import type { Freshness } from '../../../shared/model/inventory-query.ts';
import { entityKinds } from '../../../shared/model/kinds/registry.ts';
import type { Severity } from '../../../shared/model/severity.ts';
import type { SourceStatus, Status } from '../../../shared/contract/status.ts';
import type { App } from '../../app.ts';
import type { InventoryView } from '../../inventory/view.ts';
import type { ServerStatus } from '../../mcp/pool.ts';
import type { Handler } from '../handler.ts';
import { staleDocuments } from './stale-documents.ts';

const mostSources = 500;

export const read: Handler<'status.read'> = async (_input, { app }) => {
  const [servers, file, freshness, view, documents, pending, tickets] = await Promise.all([
    app.mcp.pool.describe(),
    app.mcp.servers.read(),
    app.inventory.freshness(),
    app.inventory.view(),
    app.store.documents.count({}),
    app.remediations.count({ states: ['awaiting-approval'] }),
    app.tickets.figures(),
  ]);
  const { couchdb, collection } = app.settings;
  const stale = staleDocuments(app).known();
  return {
    at: app.clock.now(),
    sources: servers
      .map((server) => sourceStatus(server, freshness))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .slice(0, mostSources),
    expectedSeconds: collection.intervalMinutes * 60,
    sourceProblems: file.problems.length,
    entities: entitiesOf(view),
    jobs: jobsOf(app),
    failing: failingOf(freshness, servers),
    documents: { total: documents, ...(stale !== undefined && { stale }) },
    findings: findingsOf(view),
    approvals: { pending },
    tickets: {
      open: Object.values(tickets.open).reduce((sum, one) => sum + one, 0),
      byPriority: tickets.open,
      overdue: tickets.overdue,
      unassigned: tickets.unassigned,
    },
    sync:
      couchdb.url === undefined
        ? { is: 'not-configured' }
        : { is: 'configured', host: new URL(couchdb.url).host, state: app.sync.state },
    automation: { is: 'manual' },
  };
};

/** A source is as old as its oldest domain: what it says of the others does not make that one newer. */
function sourceStatus(server: ServerStatus, freshness: readonly Freshness[]): SourceStatus {
  const own = freshness.filter(({ source }) => source === server.name);
  const whole = own.length > 0 && own.every(({ lastCompleteAt }) => lastCompleteAt !== undefined);
  const oldest = own.toSorted((a, b) => ((a.lastCompleteAt ?? '') < (b.lastCompleteAt ?? '') ? -1 : 1))[0];
  const { state } = server;
  return {
    name: server.name,
    simulated: server.simulated,
    connection: !server.commandAccepted && state.is === 'idle' ? 'untrusted' : state.is,
    ...('lastError' in state && { lastError: state.lastError }),
    collecting: own.some(({ running }) => running),
    ...(whole && oldest?.lastCompleteAt !== undefined && { completeAt: oldest.lastCompleteAt }),
    ...(whole && oldest?.ageSeconds !== undefined && { ageSeconds: oldest.ageSeconds }),
  };
}

/** Sources that were taken out of the configuration fail nobody any more. */
function failingOf(freshness: readonly Freshness[], servers: readonly ServerStatus[]): Status['failing'] {
  const used = new Set(servers.filter(({ state }) => state.is !== 'disabled').map(({ name }) => name));
  return freshness.flatMap(({ source, domain, lastOutcome, lastRunAt, lastError }) =>
    lastOutcome === undefined || lastOutcome === 'succeeded' || !used.has(source)
      ? []
      : [
          {
            source,
            domain,
            outcome: lastOutcome,
            ...(lastRunAt !== undefined && { at: lastRunAt }),
            ...(lastError && { error: lastError.message }),
          },
        ],
  );
}

function jobsOf({ scheduler }: App): Status['jobs'] {
  const jobs = scheduler.list();
  const current = jobs.flatMap(({ current }) => (current ? [current] : []));
  return {
    running: current.filter(({ outcome }) => outcome === 'running').map(({ job }) => job),
    queued: current.filter(({ outcome }) => outcome === 'queued').map(({ job }) => job),
    paused: jobs.length > 0 && jobs.every(({ paused }) => paused),
    pausedJobs: jobs.filter(({ paused }) => paused).map(({ name }) => name),
  };
}

function findingsOf(view: InventoryView): Record<Severity, number> {
  const counts = { critical: 0, warning: 0, info: 0 };
  for (const finding of view.all('finding')) counts[finding.attributes.severity] += 1;
  return counts;
}

function entitiesOf(view: InventoryView): number {
  return entityKinds.reduce((sum, kind) => sum + (kind === 'finding' ? 0 : view.all(kind).length), 0);
}
