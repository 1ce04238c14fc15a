/**
 * Capacity by the formulas that operators know. All functions are pure and take numbers of the unit that their
 * parameter names; undefined means that the figure cannot be given, and never stands for zero.
 */

/** What is left of a cluster when its `k` largest members fail: Σ − the k largest. */
export function usableWithout(effective: readonly number[], k: number): number {
  const largestFirst = effective.toSorted((a, b) => b - a);
  return largestFirst.slice(k).reduce((sum, value) => sum + value, 0);
}

/** The share that must stay free for `k` of `n` members, in percent: 100·k/N. */
export function haReservePercent(n: number, k: number): number | undefined {
  return n > 0 ? (100 * k) / n : undefined;
}

/** Demand against what is there: vCPU per core, vRAM per RAM, Σ volume sizes per pool, Σ quota per allocatable. */
export function overcommit(demand: number, supply: number): number | undefined {
  return supply > 0 ? demand / supply : undefined;
}

export function usedPercent(used: number, capacity: number): number | undefined {
  return capacity > 0 ? (100 * used) / capacity : undefined;
}

/** A datastore by its capacity, free and uncommitted bytes: used and provisioned, each in percent of the capacity. */
export function datastoreUse(
  capacityBytes: number,
  freeBytes: number,
  uncommittedBytes: number,
): { readonly usedPercent: number; readonly provisionedPercent: number } | undefined {
  if (capacityBytes <= 0) return undefined;
  const used = capacityBytes - freeBytes;
  return {
    usedPercent: (100 * used) / capacityBytes,
    provisionedPercent: (100 * (used + uncommittedBytes)) / capacityBytes,
  };
}

/** CPU ready in percent per vCPU, of the milliseconds counted in one sampling interval (20 s in real time). */
export function readyPercent(readyMs: number, intervalSeconds: number, vcpus: number): number | undefined {
  return intervalSeconds > 0 && vcpus > 0 ? readyMs / (intervalSeconds * 10) / vcpus : undefined;
}

export interface Tolerance {
  /** What is usable when the largest member is gone. */
  readonly usable: number;
  readonly requested: number;
  /** The requests still fit. */
  readonly tolerates: boolean;
  /** usable − requested; negative: what is missing. */
  readonly headroom: number;
}

/** Whether what is asked for still fits when the `k` largest members are gone. */
export function tolerance(requested: number, capacities: readonly number[], k = 1): Tolerance | undefined {
  if (capacities.length === 0) return undefined;
  const usable = usableWithout(capacities, k);
  return { usable, requested, tolerates: requested <= usable, headroom: usable - requested };
}

/** Whether a LAG still carries its traffic without its largest member. */
export function lagTolerance(p95Mbps: number, memberMbps: readonly number[]): Tolerance | undefined {
  return tolerance(p95Mbps, memberMbps, 1);
}

/** Utilisation of a port in percent, from the octets counted in and out over some seconds. */
export function portPercent(
  inOctets: number,
  outOctets: number,
  overSeconds: number,
  speedMbps: number,
): number | undefined {
  if (overSeconds <= 0 || speedMbps <= 0) return undefined;
  return (100 * Math.max(inOctets, outOctets) * 8) / (overSeconds * speedMbps * 1e6);
}

/** Host-facing over uplink bandwidth of a leaf; 3 means 3:1. */
export function oversubscription(hostFacingMbps: number, activeUplinkMbps: number): number | undefined {
  return overcommit(hostFacingMbps, activeUplinkMbps);
}

/** The value that `p` percent of the points do not exceed (nearest rank). */
export function percentile(values: readonly number[], p: number): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.ceil((Math.min(100, Math.max(0, p)) / 100) * sorted.length);
  return sorted[Math.max(0, rank - 1)];
}

/** What a feed may carry, in watts: V·A·√3 for three phases, times the share that may be used. */
export function feedWatts(
  volts: number,
  amperes: number,
  phases: 'single' | 'three',
  maxPercent: number,
): number {
  return (volts * amperes * (phases === 'three' ? 1.732 : 1) * maxPercent) / 100;
}
