import type { Entity } from '../../shared/model/entity.ts';
import type { Instant } from '../../shared/model/ids.ts';
import type { CollectionRun, RunScope } from '../../shared/model/run.ts';

interface Known {
  /** When all of the kind was last seen. */
  readonly whole: Instant | undefined;
  /** Partitions that know better: seen by themselves, or left out when the rest was seen. */
  readonly partitions: ReadonlyMap<string, Instant | undefined>;
}

/**
 * When each scope was last judged by a run that saw all of it. Entities that did not change are not written again,
 * so this is what tells how old the confirmation of a value is.
 */
export class Confirmations {
  /** By `source kind`; replaced, never changed, so that readers keep what they have. */
  #known: ReadonlyMap<string, Known> = new Map();

  /** Runs must be noted in the order in which they took place. */
  noteRun(run: CollectionRun): void {
    this.note(run.source, run.startedAt, run.scopes);
  }

  note(source: string, at: Instant, scopes: readonly RunScope[]): void {
    const known = new Map(this.#known);
    for (const [kind, ofKind] of Map.groupBy(scopes, (scope) => scope.kind)) {
      const key = `${source} ${kind}`;
      known.set(key, judge(known.get(key) ?? { whole: undefined, partitions: new Map() }, at, ofKind));
    }
    this.#known = known;
  }

  forget(source: string): void {
    this.#known = new Map([...this.#known].filter(([key]) => !key.startsWith(`${source} `)));
  }

  /** Answers as of now, whatever is noted later. */
  reader(): (entity: Entity) => Instant | undefined {
    const known = this.#known;
    return ({ source, kind, partition }) => {
      const ofKind = known.get(`${source} ${kind}`);
      return ofKind && confirmed(ofKind, partition ?? '');
    };
  }
}

function confirmed({ whole, partitions }: Known, partition: string): Instant | undefined {
  return partitions.has(partition) ? partitions.get(partition) : whole;
}

function judge(before: Known, at: Instant, scopes: readonly RunScope[]): Known {
  const sawWhole = scopes.some((scope) => scope.partition === undefined && scope.outcome === 'complete');
  const partitions = new Map(sawWhole ? [] : before.partitions);
  for (const { partition, outcome } of scopes) {
    if (partition === undefined) continue;
    if (outcome === 'complete') partitions.set(partition, at);
    else if (sawWhole) partitions.set(partition, confirmed(before, partition));
  }
  return { whole: sawWhole ? at : before.whole, partitions };
}
