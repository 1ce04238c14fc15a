import type { CollectEvent } from '../../src/main/collectors/collector.ts';
import type { Entity } from '../../src/shared/model/entity.ts';
import type { EntityKind } from '../../src/shared/model/kinds/registry.ts';
import { builtInAdapter } from './built-in-profile.ts';
import { collectEntities, type Collected } from './network-estate.ts';
import { replay, type Recording } from './recorded-session.ts';

export interface CollectedProfile extends Collected {
  readonly of: (kind: EntityKind) => readonly Entity[];
  /** @throws where there is none of that name */
  readonly named: (kind: EntityKind, name: string) => Entity;
  readonly counts: () => Readonly<Record<string, number>>;
  /** What was judged of a kind. */
  readonly scopes: (kind: EntityKind) => readonly CollectEvent[];
}

/** What a profile that comes with the application makes of a fixture; every record fits its kind, or is a reject. */
export async function collectedProfile(
  id: string,
  recording: Recording,
  source: string,
): Promise<CollectedProfile> {
  const all = await collectEntities(builtInAdapter(id), replay(recording, source));
  const of = (kind: EntityKind) => all.entities.filter((entity) => entity.kind === kind);
  return {
    ...all,
    of,
    named(kind, name) {
      const found = of(kind).find((entity) => entity.name === name);
      if (found) return found;
      throw new Error(
        `there is no ${kind} ${name}: ${of(kind)
          .map((one) => one.name)
          .join(', ')}`,
      );
    },
    counts: () =>
      Object.fromEntries(
        [...new Set(all.entities.map(({ kind }) => kind))].map((kind) => [kind, of(kind).length]),
      ),
    scopes: (kind) =>
      all.events.filter(
        (event) => (event.type === 'complete' || event.type === 'failed') && event.kind === kind,
      ),
  };
}
