import type { SnmpDevice } from './device.ts';
import type { Visits } from './visit.ts';

/** What the tools stand on. */
export interface Snmp {
  readonly devices: readonly SnmpDevice[];
  readonly visits: Visits;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly now: () => number;
  /** Addresses of a name, or the address itself. */
  readonly resolve: (address: string) => Promise<readonly string[]>;
}
