import type { Entity } from '../../shared/model/entity.ts';
import type { Instant } from '../../shared/model/ids.ts';
import type { InventoryView } from './view.ts';

/** Moments that are kept: an operator looks at one, sometimes compares two, and pages in each. */
const mostPast = 4;

interface Past {
  readonly at: Instant;
  /** What the inventory held when this was worked out; absent: nothing that is written later can change that moment. */
  readonly content: object | undefined;
  readonly view: Promise<InventoryView>;
  tombstones?: Promise<readonly Entity[]>;
}

/** The last moments that were asked for. Working one out goes through all entities and all changes since. */
export class PastViews {
  #kept: Past[] = [];

  /** @param settled Whatever is observed from now on is later than `at`. */
  at(
    at: Instant,
    { content, settled }: { content: object; settled: boolean },
    work: () => Promise<InventoryView>,
  ): Past {
    const found = this.#kept.find(
      (past) => past.at === at && (past.content === undefined || past.content === content),
    );
    const past = found ?? { at, content: settled ? undefined : content, view: work() };
    this.#kept = [past, ...this.#kept.filter((other) => other !== past && other.at !== at)].slice(
      0,
      mostPast,
    );
    if (!found) past.view.catch(() => this.#drop(past));
    return past;
  }

  tombstones(past: Past, work: () => Promise<readonly Entity[]>): Promise<readonly Entity[]> {
    if (!past.tombstones) {
      past.tombstones = work();
      past.tombstones.catch(() => this.#drop(past));
    }
    return past.tombstones;
  }

  clear(): void {
    this.#kept = [];
  }

  #drop(past: Past): void {
    this.#kept = this.#kept.filter((other) => other !== past);
  }
}
