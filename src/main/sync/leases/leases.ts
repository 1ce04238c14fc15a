import { DomainError } from '../../platform/errors.ts';

/**
 * Who does a task that one workstation does for all.
 *
 * alone: nothing is shared, everything is done here. here: this workstation leads it, and what it writes carries the
 * fence. elsewhere: another one does. unsure: it cannot be known, because the server does not answer, does not let this
 * account lead, or sharing is paused.
 */
export type Leadership =
  | { readonly is: 'alone' }
  | { readonly is: 'here'; readonly fence: number; readonly sureUntil: number }
  | { readonly is: 'elsewhere'; readonly holder: string }
  | { readonly is: 'unsure'; readonly reason: string };

/** What work under a lease has to hold to. */
export interface Led {
  /** Fires as soon as the lease cannot be relied on any more. */
  readonly signal: AbortSignal;
  /**
   * To be asked whenever something is written; undefined: nothing is shared.
   * @throws DomainError lease-lost
   */
  readonly fence: () => number | undefined;
}

export interface Leases {
  /** As it is known now, without asking. */
  of(task: string): Leadership;
  /** What this workstation would lead if it may, in place of what it wanted before; looked at at once. */
  want(tasks: readonly string[]): void;
  /** Asks the server when nothing is known yet, and takes the task where it is free. */
  settle(task: string, signal?: AbortSignal): Promise<Leadership>;
  /**
   * Does something as the task's leader, or where nothing is shared.
   * @throws LedElsewhere; DomainError lease-unsure | lease-lost
   */
  lead<T>(task: string, work: (led: Led) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Tasks that are led here and now. */
  led(): readonly string[];
  /** Who leads what, as far as the server told last: task → workstation. */
  leaders(): ReadonlyMap<string, string>;
  /** Why this workstation leads nothing although it would; absent: nothing is in its way. */
  readonly fault: string | undefined;
  /** Something is led by another than before. @returns what ends it */
  onChanged(listener: () => void): () => void;
  /** Takes part from now on; asking for a task begins it as well. */
  start(): void;
  /** Ends what is led here, and tells the others. */
  close(): Promise<void>;
}

export class LedElsewhere extends DomainError {
  override readonly name = 'LedElsewhere';
  readonly holder: string;
  constructor(task: string, holder: string) {
    super('led-elsewhere', `${holder} leads ${task}.`);
    this.holder = holder;
  }
}
