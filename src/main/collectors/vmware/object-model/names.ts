/**
 * Records mention each other by managed object reference; documents and people use names. Built from the lists that
 * come before the records that need it.
 */
export class Names {
  readonly #names = new Map<string, string>();
  readonly #partitions = new Map<string, string>();
  readonly #failed = new Map<string, string>();

  add(moref: string, name: string, partition?: string): void {
    this.#names.set(moref, name);
    if (partition !== undefined) this.#partitions.set(moref, partition);
  }

  of(moref: string | undefined): string | undefined {
    return moref === undefined ? undefined : this.#names.get(moref);
  }

  /** The cluster that a host or pool belongs to, by name. */
  partitionOf(moref: string): string | undefined {
    return this.#partitions.get(moref);
  }

  /** Remembers that a whole list is missing, so that what would be named from it is unknown with that reason. */
  markMissing(list: string, reason: string): void {
    this.#failed.set(list, `the list of ${list} could not be read: ${reason}`);
  }

  missing(list: string): string | undefined {
    return this.#failed.get(list);
  }
}
