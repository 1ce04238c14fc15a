import type { CollectReport, CollectRequest } from './collect-sources.ts';
import type { Documents, GenerateReport, ProseReport } from './documents/documents.ts';
import type { Inventory } from './inventory/inventory.ts';
import { DomainError } from './platform/errors.ts';
import type { JobContext, JobDefinition, JobReport } from './scheduler/job.ts';
import type { ScheduleSettings } from './scheduler/schedule-settings.ts';
import { LedElsewhere, type Leases } from './sync/leases/leases.ts';
import type { ListedReport } from './tickets/intake/listed-alerts.ts';
import { count } from '../shared/format.ts';

interface JobParts {
  readonly schedule: ScheduleSettings;
  readonly collect: (request: CollectRequest) => Promise<CollectReport>;
  readonly documents: Documents;
  readonly inventory: Inventory;
  readonly pruneHistory: () => Promise<number>;
  /** Whether there is anything to collect from; an empty installation is no failure. */
  readonly hasSources: () => Promise<boolean>;
  /** Asked for when a collection changed something: documents follow the inventory, not only the clock. */
  readonly writeDocuments: () => Promise<unknown>;
  /** Asked for when documents were written: prose follows them, and nobody waits for it. */
  readonly writeProse: () => Promise<unknown>;
  /** Whether there is a source of alerts to ask. */
  readonly hasAlerts: boolean;
  /** Asks sources of alerts; undefined where there is none. */
  readonly takeAlerts: (signal: AbortSignal) => Promise<ListedReport | undefined>;
  /** Takes earlier runs of a job out of the history that say the same as this, so that they do not fill it. */
  readonly forgetRuns: (job: string, summary: string) => Promise<unknown>;
  /** Who does what one workstation does for all. */
  readonly leases?: Pick<Leases, 'lead'>;
}

/** What each job of the schedule does. A name in the schedule that means nothing here is an error. */
const bodies: Readonly<
  Record<string, (parts: JobParts, context: JobContext, name: string) => Promise<string | JobReport>>
> = {
  collection: collectAll,
  metrics: collectAll,
  alerts: async ({ takeAlerts, forgetRuns }, context) => {
    const report = await takeAlerts(context.signal);
    const done = alertsReport(report, (line) => context.log(line));
    if (quietRuns.includes(done.summary)) await forgetRuns('alerts', done.summary);
    return done;
  },
  documents: async ({ documents, writeProse }, context) => {
    const report = await documents.generate(undefined, {
      signal: context.signal,
      onProgress: ({ done, total, document }) => context.progress({ done, total, message: document }),
    });
    await writeProse();
    return generationReport(report);
  },
  prose: async ({ documents }, context) => {
    const report = await documents.writeProse(undefined, {
      signal: context.signal,
      onProgress: ({ done, total, document }) => context.progress({ done, total, message: document }),
    });
    return proseReport(report, (line) => context.log(line));
  },
  'clean-up': async ({ inventory, pruneHistory }) => {
    const { runs, entities } = await inventory.cleanUp();
    const jobs = await pruneHistory();
    return `forgot ${count(runs, 'collection run')}, ${count(entities, 'entity', 'entities')} long gone, ${count(jobs, 'job run')}`;
  },
};

/** Jobs that a schedule can name. */
export const jobNames: readonly string[] = Object.keys(bodies);

/** @throws DomainError invalid-schedule when the schedule names a job that does not exist */
export function createJobs(parts: JobParts): JobDefinition[] {
  return Object.entries(parts.schedule.jobs).map(([name, settings]) => {
    const body = bodies[name];
    if (body === undefined) {
      throw new DomainError('invalid-schedule', `schedule.jobs.${name}: there is no such job.`, {
        hint: `Jobs are: ${Object.keys(bodies).join(', ')}.`,
      });
    }
    return {
      name,
      queue: settings.queue,
      schedule: settings.enabled && isOfUse(name, parts) ? settings.schedule : 'manual',
      // Metrics and inventory ask the same servers the same questions: one of them at a time.
      singleFlightKey: body === collectAll ? 'collection' : name,
      ...(settings.timeoutSeconds !== undefined && { timeoutSeconds: settings.timeoutSeconds }),
      ...(settings.retries !== undefined && { retries: settings.retries }),
      run: (context) => (isLed(name) ? ledOnce(name, body, parts, context) : body(parts, context, name)),
    };
  });
}

/**
 * Done once for all workstations that share their state. Collections look for themselves who leads which source;
 * clean-up is everybody's own.
 */
const isLed = (name: string): boolean => ['documents', 'prose', 'alerts'].includes(name);

async function ledOnce(
  name: string,
  body: (parts: JobParts, context: JobContext, name: string) => Promise<string | JobReport>,
  parts: JobParts,
  context: JobContext,
): Promise<string | JobReport> {
  if (!parts.leases) return body(parts, context, name);
  try {
    return await parts.leases.lead(
      name,
      ({ signal }) => body(parts, { ...context, signal: AbortSignal.any([signal, context.signal]) }, name),
      context.signal,
    );
  } catch (error) {
    if (error instanceof LedElsewhere) return leftTo(parts, name, error.holder);
    // Whoever cannot ask goes on for itself: the same alert is the same ticket wherever it is taken in, and documents
    // that were written under no lease give way to those that were.
    if (error instanceof DomainError && error.code === 'lease-unsure') return body(parts, context, name);
    throw error;
  }
}

/** Said once in the history, however often it is due. */
async function leftTo({ forgetRuns }: JobParts, job: string, holder: string): Promise<string> {
  const summary = `led by ${holder}: nothing was done here`;
  await forgetRuns(job, summary);
  return summary;
}

const isOfUse = (name: string, { hasAlerts }: JobParts): boolean => name !== 'alerts' || hasAlerts;

async function collectAll(parts: JobParts, context: JobContext, name: string): Promise<string | JobReport> {
  const { collect, hasSources, writeDocuments } = parts;
  if (!(await hasSources())) return 'there is no MCP server to collect from';
  const report = await collect({
    signal: context.signal,
    onProgress: ({ source, domain, done, total, message }) =>
      context.progress({
        done,
        ...(total !== undefined && { total }),
        message: `${domain === undefined ? source : `${source}/${domain}`} ${message}`,
      }),
  });
  const holders = [...new Set(report.elsewhere.map(({ holder }) => holder))].join(', ');
  if (holders !== '' && report.runs.length + report.failed.length === 0) return leftTo(parts, name, holders);
  for (const { source, holder } of report.elsewhere) context.log(`${source}: led by ${holder}`);
  for (const failure of report.failed) context.log(`${failure.source}: ${failure.message}`);
  for (const run of report.runs) {
    if (run.outcome !== 'succeeded')
      context.log(`${run.source}/${run.domain}: ${run.outcome}${run.error ? `: ${run.error.message}` : ''}`);
  }
  const good = report.runs.filter((run) => run.outcome === 'succeeded' || run.outcome === 'partial');
  const changed = good.reduce(
    (sum, { counts }) => sum + counts.added + counts.changed + counts.disappeared + counts.returned,
    0,
  );
  const bad = report.failed.length + report.runs.length - good.length;
  const { opened, closed } = report.findings;
  const summary = `${count(good.length, 'collection')}, ${[
    `${count(changed, 'entity', 'entities')} changed`,
    opened > 0 && `${count(opened, 'finding')} opened`,
    closed > 0 && `${count(closed, 'finding')} closed`,
  ]
    .filter((part) => part !== false)
    .join(', ')}`;
  if (changed + opened + closed > 0) await writeDocuments();
  if (good.length === 0 && bad > 0) throw new DomainError('collection-failed', `${summary}; ${bad} failed`);
  const half = good.some((run) => run.outcome === 'partial');
  if (bad === 0 && !half) return summary;
  return {
    outcome: 'partial',
    summary: bad > 0 ? `${summary}; ${bad} failed` : `${summary}; some only in part`,
  };
}

const nobodyToAsk = 'there is no server that gives alerts';
const nothingNew = 'nothing new';
/** What a look every minute mostly comes to. */
const quietRuns: readonly string[] = [nobodyToAsk, nothingNew];

/** What asking for alerts came to, for the history. @throws DomainError alerts-failed when no source answered */
export function alertsReport(report: ListedReport | undefined, log: (line: string) => void): JobReport {
  if (!report) return { outcome: 'succeeded', summary: nobodyToAsk };
  const { created, noted, closed, reopened, left, problems, answered } = report;
  for (const problem of problems) log(problem);
  if (answered === 0) throw new DomainError('alerts-failed', problems.join('; '));
  const parts = [
    created > 0 && count(created, 'new ticket'),
    noted > 0 && `${count(noted, 'note')} in tickets`,
    closed > 0 && `${count(closed, 'ticket')} closed`,
    reopened > 0 && `${count(reopened, 'ticket')} opened again`,
    left > 0 && `${count(left, 'alert')} left for later`,
  ].filter((part) => part !== false);
  const summary = parts.length === 0 ? nothingNew : parts.join(', ');
  if (problems.length === 0) return { outcome: 'succeeded', summary };
  return { outcome: 'partial', summary: `${summary}; ${problems[0] ?? ''}` };
}

/** What writing documents did, for the history. */
export function generationReport({ counts, sections }: GenerateReport): JobReport {
  const { created, versioned, refreshed, unchanged } = counts;
  const parts = [
    created > 0 && count(created, 'new document'),
    versioned > 0 && count(versioned, 'new version'),
    refreshed > 0 && `${refreshed} with newer values`,
    unchanged > 0 && `${unchanged} unchanged`,
  ].filter((part) => part !== false);
  const summary = `${parts.length === 0 ? 'nothing to write' : parts.join(', ')}; ${sections.rendered} of ${sections.total} sections written`;
  return counts.failed === 0
    ? { outcome: 'succeeded', summary }
    : { outcome: 'partial', summary: `${summary}; ${counts.failed} failed` };
}

/** What writing prose did, for the history: what was left out stands in its log. */
export function proseReport(report: ProseReport, log: (line: string) => void): JobReport {
  if (!report.model) return { outcome: 'succeeded', summary: 'no language model is set: nothing to do' };
  for (const { document, section, omitted, error } of report.sections) {
    if (error !== undefined) log(`${document}#${section}: ${error}`);
    for (const { text, reason } of omitted) log(`${document}#${section}: left out "${text}": ${reason}`);
  }
  const { counts, sentences } = report;
  const summary = `prose of ${count(counts.written, 'section')} written, ${counts.kept} as they stand; ${count(sentences.written, 'sentence')}, ${sentences.omitted} left out`;
  return counts.failed === 0
    ? { outcome: 'succeeded', summary }
    : { outcome: 'partial', summary: `${summary}; ${counts.failed} failed` };
}
