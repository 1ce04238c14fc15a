import type { Entity } from '../../../shared/model/entity.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import type { Instant } from '../../../shared/model/ids.ts';
import type { Strength } from '../patterns/cause-pattern.ts';

/** One value of one series. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly at: Instant;
}

/** What values say of a thing; undefined: nothing, neither for a cause nor against one. */
export interface Measured {
  readonly speaks: 'for' | 'against';
  readonly patterns: readonly string[];
  readonly strength: Strength;
  /** With value and unit: `its exporter does not answer (up is 0)`. */
  readonly text: string;
  /** The one that it rests on. */
  readonly sample: Sample;
}

/** One question to whoever keeps metrics, about one kind of thing. */
export interface MetricQuestion {
  readonly id: string;
  readonly kinds: readonly EntityKind[];
  /** What is looked at, in words: `whether its exporter answers`. */
  readonly about: string;
  /** @param selector Labels of the thing: `{instance=~"…"}`. */
  query(selector: string): string;
  read(samples: readonly Sample[], entity: Entity): Measured | undefined;
}
