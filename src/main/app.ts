import { join } from 'node:path';
import type { Settings } from '../shared/model/settings.ts';
import { createCollection, type Collection } from './collectors/collection.ts';
import { collectors } from './collectors/registry.ts';
import { collectSources, type CollectReport, type CollectRequest } from './collect-sources.ts';
import { createDocuments, type Documents } from './documents/documents.ts';
import { generators } from './documents/registry.ts';
import { findingRules } from './findings/registry.ts';
import { createFindings, type Findings } from './findings/service.ts';
import { createInventory, type Inventory } from './inventory/inventory.ts';
import { createJobs } from './jobs.ts';
import { openMcp, type Mcp } from './mcp/open-mcp.ts';
import type { Clock } from './platform/clock.ts';
import type { Logger } from './platform/logger.ts';
import type { Random } from './platform/random.ts';
import type { SecretStore } from './platform/secrets.ts';
import { recordFindings } from './record-findings.ts';
import { loadSchedule } from './scheduler/schedule-settings.ts';
import { schedulerStateFile } from './scheduler/scheduler-state.ts';
import { createScheduler, type Scheduler } from './scheduler/scheduler.ts';
import { openStore } from './store/open-store.ts';
import type { Store } from './store/store.ts';

/** What the application needs of the world it runs in. Tests pass their own. */
export interface AppPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly secrets?: SecretStore;
}

export interface AppConfig {
  readonly dataDir: string;
  readonly settings: Settings;
  /** What this process is, for the one that finds the data directory in use: `worker`, `cli collect`, … */
  readonly what: string;
}

export interface App {
  readonly dataDir: string;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly store: Store;
  readonly mcp: Mcp;
  readonly inventory: Inventory;
  readonly collection: Collection;
  readonly findings: Findings;
  readonly documents: Documents;
  readonly scheduler: Scheduler;
  /** Collects sources, then judges findings. */
  collect(request: CollectRequest): Promise<CollectReport>;
  /** Ends what runs, servers and store, in that order. */
  close(): Promise<void>;
}

/**
 * The composition root: opens the store and wires features. Whatever a feature needs of another arrives here.
 * @throws DomainError data-dir-locked
 */
export async function createApp(config: AppConfig, ports: AppPorts): Promise<App> {
  const { dataDir, settings } = config;
  const { clock, random, logger } = ports;
  const store = await openStore({ dataDir, clock, random, logger, what: config.what });
  try {
    const mcp = openMcp({
      dataDir,
      clock,
      random,
      logger,
      ...(ports.secrets && { secrets: ports.secrets }),
      classify: (server) =>
        collectors.flatMap(({ adapters }) =>
          adapters.filter((adapter) => adapter.matches(server)).flatMap((adapter) => adapter.readOnlyTools),
        ),
    });
    const inventory = createInventory({
      store,
      clock,
      random,
      logger,
      settings: { recentChangeDays: settings.documents.changeDays + 1 },
    });
    const collection = createCollection({
      inventory,
      collectors,
      sessions: (source, options) => mcp.pool.session(source, options),
      disconnect: (source) => mcp.pool.disconnect(source),
      simulated: async (source) => {
        const { servers } = await mcp.servers.read();
        return servers.find((server) => server.name === source)?.options.simulated ?? false;
      },
      logger,
      settings: { callTimeoutMs: settings.collection.callTimeoutSeconds * 1000 },
    });
    const findings = createFindings({
      inventory: {
        view: () => inventory.view(),
        recordFindings: (observed) => recordFindings(inventory, observed),
      },
      rules: findingRules,
      settings: {
        ...settings.findings,
        // Data is old by the interval at which this site collects.
        IN01: { intervalMinutes: settings.collection.intervalMinutes, ...settings.findings['IN01'] },
      },
      clock,
      logger,
    });
    const documents = createDocuments({
      store,
      inventory,
      generators,
      settings: settings.documents,
      clock,
      random,
      logger,
    });
    const collect = (request: CollectRequest) =>
      collectSources({ mcp, collection, findings, settings }, request);
    const schedule = loadSchedule(settings.schedule);
    const scheduler: Scheduler = createScheduler({
      store,
      clock,
      random,
      logger,
      state: schedulerStateFile(join(dataDir, 'scheduler.json'), logger),
      queues: schedule.queues,
      history: schedule.history,
      jobs: createJobs({
        schedule,
        collect,
        documents,
        inventory,
        pruneHistory: () => scheduler.pruneHistory(),
        hasSources: async () => (await mcp.servers.read()).servers.some((server) => !server.disabled),
        writeDocuments: () => scheduler.runNow('documents', 'event'),
      }),
    });
    await scheduler.open();
    return {
      dataDir,
      settings,
      clock,
      store,
      mcp,
      inventory,
      collection,
      findings,
      documents,
      scheduler,
      collect,
      async close() {
        await scheduler.stop();
        await mcp.close();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
