/**
 * Records mention each other by managed object reference; documents and people use names. Built from the lists that
 * come before the records that need it.
 */
export class Names {
  readonly #names = new Map<string, string>();
  readonly #partitions = new Map<string, string>();
  readonly #clusters = new Map<string, string>();
  readonly #failed = new Map<string, string>();

  add(moref: string, name: string, partition?: string, cluster?: string): void {
    this.#names.set(moref, name);
    if (cluster !== undefined) this.#clusters.set(moref, cluster);
    if (partition !== undefined) this.#partitions.set(moref, partition);
  }

  /** Where what is in a thing without a name of its own stands. */
  addPartition(moref: string, partition: string): void {
    this.#partitions.set(moref, partition);
  }

  of(moref: string | undefined): string | undefined {
    return moref === undefined ? undefined : this.#names.get(moref);
  }

  /** What a cluster, or the one that a host belongs to, is called where one name has to mean one cluster. */
  partitionOf(moref: string | undefined): string | undefined {
    return moref === undefined ? undefined : this.#partitions.get(moref);
  }

  /** The name of the cluster that a host belongs to; none for one that stands by itself. */
  clusterOf(host: string | undefined): string | undefined {
    return host === undefined ? undefined : this.#clusters.get(host);
  }

  /** Remembers that a whole list is missing, so that what would be named from it is unknown with that reason. */
  markMissing(list: string, reason: string): void {
    this.#failed.set(list, `the list of ${list} could not be read: ${reason}`);
  }

  missing(list: string): string | undefined {
    return this.#failed.get(list);
  }
}
