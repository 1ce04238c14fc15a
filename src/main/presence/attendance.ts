import type { Instant } from '../../shared/model/ids.ts';
import type { Clock } from '../platform/clock.ts';
import { mostLooking } from './presence-record.ts';

/** What somebody looks at, in a window of this workstation. */
export interface Look {
  readonly operator: string;
  readonly view: string;
  readonly subject?: string;
  readonly since: Instant;
}

/** A look of somebody who has no window open that would tell when they leave. */
const passingMs = 10 * 60_000;

/** Who is at this workstation. Whoever closes the last window has left. */
export class Attendance {
  readonly #clock: Clock;
  readonly #windows = new Map<string, number>();
  readonly #looks = new Map<string, { readonly look: Look; readonly atMs: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns what ends it */
  arrive(operator: string): () => void {
    this.#windows.set(operator, (this.#windows.get(operator) ?? 0) + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const others = (this.#windows.get(operator) ?? 1) - 1;
      if (others > 0) this.#windows.set(operator, others);
      else {
        this.#windows.delete(operator);
        this.#looks.delete(operator);
      }
    };
  }

  /** @returns whether that is another thing than before */
  look(operator: string, view: string, subject: string | undefined): boolean {
    const before = this.#looks.get(operator)?.look;
    const isSame = before?.view === view && before.subject === subject;
    const look = isSame
      ? before
      : { operator, view, ...(subject !== undefined && { subject }), since: this.#clock.now() };
    this.#looks.set(operator, { look, atMs: this.#clock.monotonicMs() });
    return !isSame;
  }

  /** Who came last stands first. */
  looking(): readonly Look[] {
    const now = this.#clock.monotonicMs();
    for (const [operator, { atMs }] of this.#looks)
      if (!this.#windows.has(operator) && now - atMs > passingMs) this.#looks.delete(operator);
    return [...this.#looks.values()]
      .map(({ look }) => look)
      .toSorted((a, b) => (a.since > b.since ? -1 : 1))
      .slice(0, mostLooking);
  }
}
