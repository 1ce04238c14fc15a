import PQueue from 'p-queue';
import type { Instant } from '../shared/model/ids.ts';
import type { CollectionRun } from '../shared/model/run.ts';
import type { Settings } from '../shared/model/settings.ts';
import type { Collection, CollectProgress } from './collectors/collection.ts';
import type { CollectorDefinition } from './collectors/collector.ts';
import type { EvaluateReport, Findings } from './findings/service.ts';
import type { Inventory } from './inventory/inventory.ts';
import type { Mcp } from './mcp/open-mcp.ts';
import { DomainError } from './platform/errors.ts';
import { collectTask } from './sync/leases/lease-documents.ts';
import { LedElsewhere, type Leases } from './sync/leases/leases.ts';

export interface CollectRequest {
  /** Sources by name; all that are configured and not switched off when left out. */
  readonly sources?: readonly string[];
  readonly domains?: readonly CollectorDefinition['domain'][];
  /** Also what another workstation collects for all: to be seen here, until what that one sees replaces it. */
  readonly anyway?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CollectProgress) => void;
}

export interface CollectFailure {
  readonly source: string;
  readonly domain?: CollectorDefinition['domain'];
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** A source that another workstation collects for all. */
export interface CollectedElsewhere {
  readonly source: string;
  readonly holder: string;
  /** When the newest collection of it began that is known here. */
  readonly collectedAt?: Instant;
}

export interface CollectReport {
  readonly runs: readonly CollectionRun[];
  /** Sources of which nothing was asked, and why. */
  readonly failed: readonly CollectFailure[];
  readonly elsewhere: readonly CollectedElsewhere[];
  readonly findings: EvaluateReport;
}

/**
 * Collects each source, some at the same time, and judges findings over all that is known then. A source that cannot
 * be reached is reported beside the others' runs: what was known of it stands.
 * @throws DomainError source-not-found | no-sources
 */
export async function collectSources(
  parts: {
    mcp: Mcp;
    collection: Collection;
    findings: Findings;
    settings: Settings;
    leases?: Pick<Leases, 'lead'>;
    /** When the newest collection of a source began. */
    collectedAt?: (source: string) => Promise<Instant | undefined>;
  },
  request: CollectRequest,
): Promise<CollectReport> {
  const { servers } = await parts.mcp.servers.read();
  const known = servers.map((server) => server.name);
  const missing = request.sources?.find((source) => !known.includes(source));
  if (missing !== undefined) {
    throw new DomainError('source-not-found', `There is no source "${missing}".`, {
      hint:
        known.length > 0
          ? `Configured: ${known.join(', ')}.`
          : 'Add one with `datacenter-docs mcp add` or `mcp import`.',
    });
  }
  const wanted = servers.filter((server) => request.sources?.includes(server.name) ?? !server.disabled);
  if (wanted.length === 0) {
    throw new DomainError('no-sources', 'There is no MCP server to collect from.', {
      hint: 'Add one with `datacenter-docs mcp add` or `mcp import`, or see a simulated one with `datacenter-docs demo`.',
    });
  }
  const runs: CollectionRun[] = [];
  const failed: CollectFailure[] = [];
  const elsewhere: CollectedElsewhere[] = [];
  const queue = new PQueue({ concurrency: parts.settings.collection.concurrency });
  const collectOne = async (
    source: string,
    domain: CollectorDefinition['domain'] | undefined,
    signal: AbortSignal | undefined,
  ) => {
    try {
      runs.push(
        ...(await parts.collection.collect({
          source,
          ...(domain && { domain }),
          ...(signal && { signal }),
          ...(request.onProgress && { onProgress: request.onProgress }),
        })),
      );
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { code, message, hint } = error;
      failed.push({ source, ...(domain && { domain }), code, message, ...(hint !== undefined && { hint }) });
    }
  };
  const collectAll = async (source: string, signal: AbortSignal | undefined) => {
    for (const domain of request.domains ?? [undefined]) await collectOne(source, domain, signal);
  };
  const leftTo = async (source: string, holder: string) => {
    const collectedAt = await parts.collectedAt?.(source);
    elsewhere.push({ source, holder, ...(collectedAt !== undefined && { collectedAt }) });
  };
  /** For all workstations where this one leads it; for itself alone while nobody can say who does. */
  const collectLed = async (source: string) => {
    if (!parts.leases) return collectAll(source, request.signal);
    const task = collectTask(source);
    try {
      await parts.leases.lead(task, ({ signal }) => collectAll(source, signal), request.signal);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.code === 'lease-lost') {
        failed.push({ source, code: error.code, message: error.message });
        return;
      }
      const isTheirs = error instanceof LedElsewhere;
      if (!isTheirs && error.code !== 'lease-unsure') throw error;
      if (isTheirs && request.anyway !== true) await leftTo(source, error.holder);
      else await collectAll(source, request.signal);
    }
  };
  await Promise.all(wanted.map((server) => queue.add(() => collectLed(server.name))));
  request.signal?.throwIfAborted();
  const findings = await parts.findings.evaluate();
  return {
    runs: runs.toSorted((a, b) => a.source.localeCompare(b.source) || a.domain.localeCompare(b.domain)),
    failed: failed.filter((failure) => !isElsewhere(failure, request, runs)),
    elsewhere,
    findings,
  };
}

/** A domain was asked for, no source was named, and another source has it: that this one does not is no failure. */
function isElsewhere(
  failure: CollectFailure,
  request: CollectRequest,
  runs: readonly CollectionRun[],
): boolean {
  return (
    failure.code === 'no-adapter' &&
    request.sources === undefined &&
    runs.some((run) => run.domain === failure.domain)
  );
}

/** When anything of a source was collected last, here or elsewhere. */
export async function lastCollectedAt(
  inventory: Pick<Inventory, 'freshness'>,
  source: string,
): Promise<Instant | undefined> {
  return (await inventory.freshness())
    .flatMap(({ source: of, lastRunAt }) => (of === source && lastRunAt !== undefined ? [lastRunAt] : []))
    .reduce<Instant | undefined>(
      (newest, at) => (newest !== undefined && newest > at ? newest : at),
      undefined,
    );
}
