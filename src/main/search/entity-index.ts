import type { Entity } from '../../shared/model/entity.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import { entityKinds, kindDefinition, type EntityKind } from '../../shared/model/kinds/registry.ts';
import type { InventoryView } from '../inventory/view.ts';
import { kindWeight, namesKind } from './kind-weight.ts';
import type { QueryWord } from './query-words.ts';
import { searchableEntity } from './searchable-entity.ts';
import { TextIndex, type Scored, type SearchField } from './text-index.ts';
import { quality } from './word-match.ts';

interface Shard {
  readonly list: readonly Entity[];
  readonly config: string;
  readonly index: TextIndex;
}

/** A thing that has a text, and as what. */
export interface NamedThing {
  readonly id: EntityId;
  readonly kind: EntityKind;
  readonly field: SearchField;
  readonly text: string;
}

/** So many changed entities are indexed while somebody waits for the answer; more, and it is done behind it. */
const soonEnough = 2_000;

/**
 * The texts of all entities, an index for each kind: when a kind changes, that one is made anew, a piece at a time
 * beside everything else, and until it is ready the one before answers.
 */
export class EntityIndex {
  readonly #shards = new Map<EntityKind, Shard>();
  readonly #pause: () => Promise<void>;
  #work: Promise<void> | undefined;
  #wanted: InventoryView | undefined;
  #used = false;

  constructor(pause: () => Promise<void>) {
    this.#pause = pause;
  }

  /** Somebody has searched. */
  get isUsed(): boolean {
    return this.#used;
  }

  /** Ready to answer for this view, perhaps from a moment before it. */
  async ready(view: InventoryView): Promise<void> {
    const first = !this.#used;
    this.#used = true;
    const changed = this.#changedKinds(view);
    if (changed.length === 0) return;
    const size = changed.reduce((sum, kind) => sum + view.all(kind).length, 0);
    const following = this.follow(view);
    if (first || size <= soonEnough || this.#shards.size === 0) await following;
  }

  /** Makes what changed anew; calls during that are one more round of it. */
  follow(view: InventoryView): Promise<void> {
    this.#wanted = view;
    this.#work ??= this.#followAll().finally(() => {
      this.#work = undefined;
    });
    return this.#work;
  }

  async #followAll(): Promise<void> {
    while (this.#wanted) {
      const view = this.#wanted;
      this.#wanted = undefined;
      for (const kind of this.#changedKinds(view)) await this.#rebuild(view, kind);
    }
  }

  #changedKinds(view: InventoryView): EntityKind[] {
    return entityKinds.filter((kind) => {
      const shard = this.#shards.get(kind);
      const list = allOf(view, kind);
      if (shard === undefined) return list.length > 0;
      if (shard.list === list) return false;
      // Values that move by themselves are no names. What comes and goes by itself has no digest to go by.
      return kindDefinition(kind).runtime === true || view.digest(kind).config !== shard.config;
    });
  }

  async #rebuild(view: InventoryView, kind: EntityKind): Promise<void> {
    const list = allOf(view, kind);
    const building = TextIndex.build(searchables(list));
    let step = building.next();
    while (step.done !== true) {
      await this.#pause();
      step = building.next();
    }
    this.#shards.set(kind, { list, config: view.digest(kind).config, index: step.value });
  }

  /** What has exactly this name, number, address or native id. @param text folded */
  exact(text: string): NamedThing[] {
    return this.#each((index) => index.exact(text));
  }

  /** What has a qualified name that begins with this. */
  shortNamed(text: string): NamedThing[] {
    return this.#each((index) => index.shortNamed(text));
  }

  /** What has a name that passes. */
  names(passes: (name: string) => boolean): NamedThing[] {
    return this.#each((index) => index.names(passes).map((one) => ({ ...one, field: 'name' as const })));
  }

  #each(
    find: (
      index: TextIndex,
    ) => readonly { readonly id: string; readonly field: SearchField; readonly text: string }[],
  ) {
    return [...this.#shards].flatMap(([kind, { index }]) =>
      find(index).map((one): NamedThing => ({ ...one, kind, id: one.id as EntityId })),
    );
  }

  find(words: readonly QueryWord[], limit: number, errors: boolean): { best: Scored[]; total: number } {
    const best: Scored[] = [];
    let total = 0;
    for (const [kind, { index }] of this.#shards) {
      if (index.size === 0) continue;
      // `host prod` is a host with prod in it; `host` alone is every host, after those that are called so.
      const given = words.map(({ text }) => (namesKind(text, kind) ? quality.within : 0));
      const found = index.find(words, limit, { errors, given });
      total += found.total;
      const weight = kindWeight(kind);
      for (const one of found.best) {
        const isWhole = one.score >= quality.exact * 100;
        best.push({ ...one, score: one.score + (isWhole ? Math.max(0, weight) : weight) });
      }
    }
    return { best: best.toSorted((a, b) => b.score - a.score).slice(0, limit), total };
  }
}

function allOf(view: InventoryView, kind: EntityKind): readonly Entity[] {
  return view.all(kind) as readonly unknown[] as readonly Entity[];
}

function* searchables(list: readonly Entity[]) {
  for (const entity of list) yield searchableEntity(entity);
}
