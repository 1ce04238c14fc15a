import type { CollectEvent } from '../../collector.ts';
import type { EstateTool } from './estate-tool.ts';
import type { Listing, Outcome } from './listing.ts';
import { mapVm, toolsStatusOf } from './map-vm.ts';
import type { Names } from './names.ts';
import { rawVm, type RawVm } from './raw-vm.ts';

/** A cluster by what the server is asked for, and by what its VMs are kept under. */
interface AskedCluster {
  readonly asked: string;
  readonly partition: string;
}

export interface VmListing {
  readonly listing: Listing;
  readonly names: Names;
  readonly source: string;
  readonly tool: EstateTool;
  /** Asked for one after the other; empty: all VMs in one listing. */
  readonly clusters: readonly AskedCluster[];
}

/**
 * VMs cluster by cluster. When every cluster was read, the whole kind is complete: only then are VMs of clusters
 * that no longer exist judged.
 */
export async function* collectVms(options: VmListing): AsyncGenerator<CollectEvent> {
  const { clusters } = options;
  const failed = new Map<string, string>();
  const silent = { notInstalled: 0, notRunning: 0 };
  let seen = 0;
  if (clusters.length === 0) {
    const outcome = yield* collectOne(options, undefined, () => (seen += 1), silent);
    yield outcome.ok
      ? { type: 'complete', kind: 'vm' }
      : { type: 'failed', kind: 'vm', reason: outcome.reason };
    if (!outcome.ok) options.names.markMissing('VMs', outcome.reason);
  } else {
    for (const cluster of clusters) {
      const outcome = yield* collectOne(options, cluster, () => (seen += 1), silent);
      if (!outcome.ok) failed.set(cluster.partition, outcome.reason);
    }
    if (failed.size === 0) yield { type: 'complete', kind: 'vm' };
    else {
      options.names.markMissing('VMs', [...failed.values()][0] ?? '');
      for (const { partition } of clusters) {
        const reason = failed.get(partition);
        yield reason === undefined
          ? { type: 'complete', kind: 'vm', partition }
          : { type: 'failed', kind: 'vm', partition, reason };
      }
    }
  }
  for (const [count, reason] of [
    [silent.notInstalled, 'VMware Tools is not installed'],
    [silent.notRunning, 'VMware Tools is not running'],
  ] as const) {
    if (count > 0)
      yield {
        type: 'unavailable',
        what: `guest partitions, addresses and DNS names of ${count} of ${seen} VMs`,
        reason,
      };
  }
}

async function* collectOne(
  { listing, names, source, tool }: VmListing,
  cluster: AskedCluster | undefined,
  count: () => number,
  silent: { notInstalled: number; notRunning: number },
): AsyncGenerator<CollectEvent, Outcome<undefined>> {
  const pages = listing.pages<RawVm>(
    tool,
    'vm',
    rawVm,
    cluster === undefined ? {} : { cluster: cluster.asked },
  );
  let done = 0;
  for (;;) {
    const next = await pages.next();
    if (next.done === true) return next.value;
    const { items, rejects, total } = next.value;
    yield* rejects;
    const records = items.map((raw) => {
      count();
      names.add(raw.obj, raw.name);
      if (raw.runtime.powerState === 'poweredOn' && raw.config?.template !== true) {
        if (toolsStatusOf(raw.guest) === 'not installed') silent.notInstalled += 1;
        else if (raw.guest?.toolsRunningStatus !== 'guestToolsRunning') silent.notRunning += 1;
      }
      return mapVm(raw, source, names);
    });
    if (records.length > 0) yield { type: 'records', kind: 'vm', records };
    done += items.length + rejects.length;
    yield {
      type: 'progress',
      done,
      ...(total === undefined ? {} : { total }),
      message: cluster === undefined ? 'VMs' : `VMs of ${cluster.partition}`,
    };
  }
}
