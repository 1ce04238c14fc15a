/**
 * A map that hands out snapshots for nothing: a snapshot reads the living map, except for what was written after it
 * was taken, of which the values before are kept beside it. Snapshots that nobody holds any more keep nothing alive.
 */
export class SnapshotMap<K, V> implements ReadableMap<K, V> {
  readonly #living = new Map<K, V>();
  /** Where values before a write go. Held by the snapshots alone: when they are gone, nothing is kept for them. */
  #undo: WeakRef<Undo<K, V>> | undefined;

  get size(): number {
    return this.#living.size;
  }

  get(key: K): V | undefined {
    return this.#living.get(key);
  }

  values(): Iterable<V> {
    return this.#living.values();
  }

  set(key: K, value: V): void {
    this.#remember(key);
    this.#living.set(key, value);
  }

  delete(key: K): void {
    this.#remember(key);
    this.#living.delete(key);
  }

  snapshot(): ReadableMap<K, V> {
    let undo = this.#undo?.deref();
    if (!undo || undo.before.size > 0) {
      const next: Undo<K, V> = { before: new Map(), next: undefined };
      if (undo) undo.next = next;
      this.#undo = new WeakRef(next);
      undo = next;
    }
    const first = undo;
    const living = this.#living;
    return {
      get(key) {
        for (let step: Undo<K, V> | undefined = first; step; step = step.next) {
          const { before } = step;
          if (before.size > 0 && before.has(key)) return before.get(key);
        }
        return living.get(key);
      },
    };
  }

  #remember(key: K): void {
    const undo = this.#undo?.deref();
    if (undo && !undo.before.has(key)) undo.before.set(key, this.#living.get(key));
  }
}

export interface ReadableMap<K, V> {
  get(key: K): V | undefined;
}

interface Undo<K, V> {
  readonly before: Map<K, V | undefined>;
  next: Undo<K, V> | undefined;
}
