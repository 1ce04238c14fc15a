import { monitorEventLoopDelay } from 'node:perf_hooks';
import { entityKinds } from '../../../shared/model/kinds/registry.ts';
import { severities } from '../../../shared/model/severity.ts';
import type { App } from '../../app.ts';
import type { InventoryView } from '../../inventory/view.ts';
import type { Instant } from '../../../shared/model/ids.ts';
import { version } from '../../platform/version.ts';
import type { MetricFamily, Sample } from './exposition.ts';

export interface Metrics {
  /** Counts one answered request. */
  request(route: string, method: string, status: number): void;
  read(): Promise<readonly MetricFamily[]>;
  close(): void;
}

/** Counts what happens from now on, and reads what is. */
export function createMetrics(options: {
  readonly app: App;
  readonly contract: string;
  readonly startedAt: Instant;
  readonly connections: () => Readonly<Record<string, number>>;
}): Metrics {
  const { app, contract, startedAt, connections } = options;
  const requests = new Map<string, { labels: Record<string, string>; value: number }>();
  const jobRuns = new Map<string, { labels: Record<string, string>; value: number }>();
  const jobSeconds = new Map<string, { labels: Record<string, string>; value: number }>();
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const unsubscribe = app.scheduler.onChanged(
    ({ id, job, outcome, startedAt: began, finishedAt }, progress) => {
      if (finishedAt === undefined || progress !== undefined || counted.has(id)) return;
      counted.add(id);
      if (counted.size > mostRemembered) counted.delete(counted.values().next().value ?? id);
      add(jobRuns, { job, outcome }, 1);
      if (began !== undefined) {
        add(jobSeconds, { job }, (Date.parse(finishedAt) - Date.parse(began)) / 1000);
      }
    },
  );
  /** A finished run may be announced again, when its record is written. */
  const counted = new Set<string>();

  return {
    request(route, method, status) {
      add(requests, { route, method, status: String(status) }, 1);
    },
    async read() {
      const view = await app.inventory.view();
      const memory = process.memoryUsage();
      const cpu = process.cpuUsage();
      const families: MetricFamily[] = [
        gauge('datacenter_docs_info', 'What runs here; always 1.', [
          { labels: { version, contract }, value: 1 },
        ]),
        gauge('datacenter_docs_entities', 'Entities that are present.', entitySamples(view)),
        ...(await sourceFamilies(app)),
        gauge('datacenter_docs_findings', 'Open findings by severity.', findingSamples(view)),
        ...documentFamilies(await app.documents.list()),
        counter('datacenter_docs_job_runs_total', 'Finished job runs by outcome.', jobRuns),
        counter('datacenter_docs_job_run_seconds_total', 'Time that finished job runs took.', jobSeconds),
        gauge(
          'datacenter_docs_jobs_running',
          'Whether a job is queued or running now.',
          app.scheduler
            .list()
            .map(({ name, current }) => ({ labels: { job: name }, value: current === undefined ? 0 : 1 })),
        ),
        gauge(
          'datacenter_docs_connections',
          'Clients that are connected over the contract.',
          Object.entries(connections()).map(([via, value]) => ({ labels: { via }, value })),
        ),
        counter('datacenter_docs_http_requests_total', 'Answered requests of the HTTP API.', requests),
        gauge('process_resident_memory_bytes', 'Resident memory.', [{ value: memory.rss }]),
        gauge('nodejs_heap_used_bytes', 'Memory in use on the heap.', [{ value: memory.heapUsed }]),
        gauge('nodejs_eventloop_delay_seconds', 'How late timers come, since the last look.', [
          { labels: { quantile: '0.5' }, value: delay.percentile(50) / 1e9 },
          { labels: { quantile: '0.99' }, value: delay.percentile(99) / 1e9 },
        ]),
        {
          name: 'process_cpu_seconds_total',
          help: 'Processor time of this process.',
          type: 'counter',
          samples: [{ value: (cpu.user + cpu.system) / 1e6 }],
        },
        gauge('process_start_time_seconds', 'When this process began, as Unix time.', [
          { value: Date.parse(startedAt) / 1000 },
        ]),
      ];
      delay.reset();
      return families;
    },
    close() {
      unsubscribe();
      delay.disable();
    },
  };
}

const mostRemembered = 1_000;

function entitySamples(view: InventoryView): Sample[] {
  return entityKinds.flatMap((kind) => {
    const counts = new Map<string, number>();
    for (const { source } of view.all(kind)) counts.set(source, (counts.get(source) ?? 0) + 1);
    return [...counts].map(([source, value]) => ({ labels: { kind, source }, value }));
  });
}

function findingSamples(view: InventoryView): Sample[] {
  const findings = view.all('finding');
  return severities.map((severity) => ({
    labels: { severity },
    value: findings.filter(({ attributes }) => attributes.severity === severity).length,
  }));
}

async function sourceFamilies(app: App): Promise<MetricFamily[]> {
  const all = (await app.inventory.freshness()).filter(({ source }) => source !== 'findings');
  return [
    gauge(
      'datacenter_docs_source_age_seconds',
      'Time since a run saw everything that it asked a source about.',
      all.flatMap(({ source, domain, ageSeconds }) =>
        ageSeconds === undefined ? [] : [{ labels: { source, domain }, value: ageSeconds }],
      ),
    ),
    gauge(
      'datacenter_docs_source_last_run_timestamp_seconds',
      'When the newest run of a source finished, as Unix time, with its outcome.',
      all.flatMap(({ source, domain, lastRunAt, lastOutcome }) =>
        lastRunAt === undefined || lastOutcome === undefined
          ? []
          : [{ labels: { source, domain, outcome: lastOutcome }, value: Date.parse(lastRunAt) / 1000 }],
      ),
    ),
    gauge(
      'datacenter_docs_source_up',
      'Whether the newest run of a source saw everything (1), some of it or nothing (0).',
      all.flatMap(({ source, domain, lastOutcome }) =>
        lastOutcome === undefined
          ? []
          : [{ labels: { source, domain }, value: lastOutcome === 'succeeded' ? 1 : 0 }],
      ),
    ),
  ];
}

function documentFamilies(documents: readonly { readonly domain: string; readonly retiredAt?: Instant }[]) {
  const counts = new Map<string, number>();
  for (const { domain, retiredAt } of documents) {
    if (retiredAt === undefined) counts.set(domain, (counts.get(domain) ?? 0) + 1);
  }
  return [
    gauge(
      'datacenter_docs_documents',
      'Documents that are kept up to date.',
      [...counts].map(([domain, value]) => ({ labels: { domain }, value })),
    ),
  ];
}

function gauge(name: string, help: string, samples: readonly Sample[]): MetricFamily {
  return { name, help, type: 'gauge', samples };
}

function counter(
  name: string,
  help: string,
  counts: ReadonlyMap<string, { readonly labels: Record<string, string>; readonly value: number }>,
): MetricFamily {
  return { name, help, type: 'counter', samples: [...counts.values()] };
}

function add(
  counts: Map<string, { labels: Record<string, string>; value: number }>,
  labels: Record<string, string>,
  value: number,
): void {
  const key = JSON.stringify(labels);
  const entry = counts.get(key);
  if (entry) entry.value += value;
  else counts.set(key, { labels, value });
}
