import type { SyncTiming } from '../../../src/main/sync/sync-timing.ts';
import type { SharedCollection, SyncState } from '../../../src/shared/model/sync.ts';
import type { Edit } from './shared-edits.ts';

/** How a station that is a process of its own is set up. */
export interface StationSetup {
  readonly name: string;
  readonly dataDir: string;
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** Databases are called `PREFIX-tickets`. */
  readonly prefix: string;
  /** Of these it tells whatever is written to its store. */
  readonly watched: readonly SharedCollection[];
  readonly timing?: Partial<SyncTiming>;
  /** How far its clock is from the machine's. */
  readonly clockOffsetMs: number;
  readonly seed: number;
}

export interface StationDocument {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** What a station does when it is told to, and what it gives. */
export interface StationCommands {
  put(input: { readonly collection: SharedCollection; readonly documents: readonly StationDocument[] }): void;
  get(input: { readonly collection: SharedCollection; readonly id: string }): StationDocument | undefined;
  count(input: { readonly collection: SharedCollection }): number;
  /** One number for everything in a collection: stations that agree have the same. */
  digest(input: { readonly collection: SharedCollection }): string;
  /** So many random edits of the ticket, the document and the remediation of these ids. */
  edit(input: {
    readonly times: number;
    readonly tickets: string;
    readonly documents: string;
    readonly remediations: string;
  }): readonly Edit[];
  all(input: { readonly collection: SharedCollection }): readonly StationDocument[];
  /** Replication ends until `resume`. */
  pause(input: null): void;
  resume(input: null): void;
  /** Everything is sent and read anew; what is parked is tried again. */
  repair(input: null): void;
  /** Sent and received everything that there was. */
  settled(input: null): void;
  report(input: null): StationReport;
}

export interface StationReport {
  readonly state: SyncState;
  readonly parked: readonly { readonly id: string; readonly reason: string }[];
  readonly faults: readonly string[];
  readonly cpuMs: number;
  readonly residentBytes: number;
}

export type CommandName = keyof StationCommands;
export type CommandInput<C extends CommandName> = Parameters<StationCommands[C]>[0];
export type CommandOutput<C extends CommandName> = ReturnType<StationCommands[C]>;

export interface StationCall {
  readonly call: number;
  readonly command: CommandName;
  readonly input: unknown;
}
export type StationAnswer =
  | { readonly is: 'ready' }
  | { readonly is: 'done'; readonly call: number; readonly output?: unknown }
  | { readonly is: 'failed'; readonly call: number; readonly message: string }
  /** Something that arrived or was written, as it stands in the store; `at` is the machine's clock. */
  | {
      readonly is: 'seen';
      readonly collection: SharedCollection;
      readonly ids: readonly string[];
      readonly at: number;
    };
