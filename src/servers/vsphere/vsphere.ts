import type { PropertyReader } from './connection/properties.ts';
import type { VsphereSession } from './connection/session.ts';
import type { InventoryReader } from './inventory.ts';

/** What every tool works with: one server, its session, and what is known of its inventory. */
export interface Vsphere {
  readonly session: VsphereSession;
  readonly reader: PropertyReader;
  readonly inventory: InventoryReader;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Milliseconds that only grow. */
  readonly now: () => number;
  readonly readOnly: boolean;
}
