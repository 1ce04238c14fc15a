import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { CollectReport, CollectRequest } from './collect-sources.ts';
import type { Documents } from './documents/documents.ts';
import type { Inventory } from './inventory/inventory.ts';
import { createJobs } from './jobs.ts';
import type { LiveSettings } from './live-settings.ts';
import type { LlmService } from './llm/service.ts';
import type { Mcp } from './mcp/open-mcp.ts';
import type { Monitoring } from './monitoring/monitoring.ts';
import { listAlerts } from './open-monitoring.ts';
import type { Clock } from './platform/clock.ts';
import type { Logger } from './platform/logger.ts';
import type { Random } from './platform/random.ts';
import { forgetJobRuns } from './scheduler/job-history.ts';
import { schedulerStateFile } from './scheduler/scheduler-state.ts';
import { createScheduler, type Scheduler } from './scheduler/scheduler.ts';
import type { Store } from './store/store.ts';
import type { Leases } from './sync/leases/leases.ts';
import type { TicketDesk } from './tickets/desk.ts';
import { knownAlertsFile } from './tickets/intake/known-alerts.ts';
import { takeListed } from './tickets/intake/listed-alerts.ts';

export interface JobsPorts {
  readonly dataDir: string;
  readonly store: Store;
  readonly live: LiveSettings;
  readonly mcp: Pick<Mcp, 'servers'>;
  readonly monitoring: Monitoring;
  readonly leases: Pick<Leases, 'lead'>;
  readonly collect: (request: CollectRequest) => Promise<CollectReport>;
  readonly documents: Documents;
  readonly inventory: Inventory;
  readonly llm: Pick<LlmService, 'state'>;
  /** Asked for when alerts are taken in. */
  readonly tickets: () => TicketDesk;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** What runs by the clock, as the schedule in force says. */
export interface OpenJobs {
  readonly scheduler: Scheduler;
  /** Whether there is a source of alerts to ask. */
  hasAlerts(): boolean;
  /** Has prose follow documents, where a language model is set, and while jobs are run here at all. */
  writeProse(): Promise<void>;
  scheduleChanged(before: LiveSettings['schedule']): void;
  sourcesChanged(): Promise<void>;
}

/** The scheduler with its jobs; a host starts it. */
export async function openJobs(ports: JobsPorts): Promise<OpenJobs> {
  const { dataDir, store, live, mcp, monitoring, llm, clock, random, logger } = ports;
  const known = knownAlertsFile(join(dataDir, 'listed-alerts.json'), logger);
  let hasAlerts = (await monitoring.sources('alerts')).length > 0;

  async function takeAlerts(signal: AbortSignal) {
    const listings = await listAlerts(monitoring, signal);
    if (listings.length === 0) return undefined;
    const goneAfterMs = live.current.tickets.alertsGoneAfterSeconds * 1000;
    return takeListed(listings, { desk: ports.tickets(), known, clock, goneAfterMs, signal });
  }

  async function writeProse(): Promise<void> {
    const wanted = live.schedule.jobs['prose']?.enabled === true;
    if (wanted && llm.state.configured && scheduler.isRunning) await scheduler.runNow('prose', 'event');
  }

  const jobsOf = (schedule: LiveSettings['schedule']) =>
    createJobs({
      schedule,
      hasAlerts,
      takeAlerts,
      forgetRuns: (job, summary) => forgetJobRuns(store, job, summary),
      leases: ports.leases,
      collect: ports.collect,
      documents: ports.documents,
      inventory: ports.inventory,
      pruneHistory: () => scheduler.pruneHistory(),
      hasSources: async () => (await mcp.servers.read()).servers.some((server) => !server.disabled),
      writeDocuments: () => scheduler.runNow('documents', 'event'),
      writeProse,
    });

  const scheduler: Scheduler = createScheduler({
    store,
    clock,
    random,
    logger,
    state: schedulerStateFile(join(dataDir, 'scheduler.json'), logger),
    queues: live.schedule.queues,
    history: live.schedule.history,
    jobs: jobsOf(live.schedule),
  });
  await scheduler.open();

  return {
    scheduler,
    hasAlerts: () => hasAlerts,
    writeProse,
    /** Only what differs is registered anew: a job that is replaced is not retried. */
    scheduleChanged(before) {
      const { schedule } = live;
      const jobs = jobsOf(schedule);
      scheduler.configure(schedule);
      for (const job of jobs) {
        if (!isDeepStrictEqual(before.jobs[job.name], schedule.jobs[job.name])) scheduler.register(job);
      }
      for (const name of Object.keys(before.jobs)) {
        if (!Object.hasOwn(schedule.jobs, name)) scheduler.unregister(name);
      }
    },
    /** Whoever has nobody to ask does not ask every minute. */
    async sourcesChanged() {
      const now = (await monitoring.sources('alerts')).length > 0;
      if (now === hasAlerts) return;
      hasAlerts = now;
      for (const job of jobsOf(live.schedule)) if (job.name === 'alerts') scheduler.register(job);
    },
  };
}
