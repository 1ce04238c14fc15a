import type { RedfishDevice } from './device.ts';
import type { Visits } from './visit.ts';

/** What the tools stand on. */
export interface Redfish {
  readonly devices: readonly RedfishDevice[];
  readonly visits: Visits;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly now: () => number;
}
