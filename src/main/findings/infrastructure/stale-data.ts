import { z } from 'zod';
import type { Entity } from '../../../shared/model/entity.ts';
import { type Instant } from '../../../shared/model/ids.ts';
import { entityKinds, kindDefinition, type EntityKind } from '../../../shared/model/kinds/registry.ts';
import { count, instantText, seconds } from '../../../shared/format.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { defineRule, type Verdict } from '../rule.ts';

/** What a source is called by, best first: the finding hangs on it. */
const roots: readonly EntityKind[] = ['vcenter', 'k8s-cluster', 'array', 'cluster', 'site'];

const observedKinds = entityKinds.filter((kind) => kind !== 'finding');

export const staleData = defineRule({
  id: 'IN01',
  domain: 'infrastructure',
  title: 'Data older than two collection intervals',
  why: 'The documents show what was, not what is.',
  remedy: 'Repair the collector: see the last runs of the source.',
  source: 'ours; no source names a number',
  reads: observedKinds,
  readsRuns: true,
  thresholds: z.strictObject({
    intervalMinutes: z.number().positive().default(60),
    intervals: z.number().positive().default(2),
  }),
  *evaluate(view, { intervalMinutes, intervals }): Iterable<Verdict> {
    const limitMs = intervalMinutes * intervals * 60_000;
    const now = Date.parse(view.at);
    for (const [source, { root, kinds }] of oldestBySource(view)) {
      for (const [kind, { oldest, old }] of kinds) {
        const ageMs = now - Date.parse(oldest);
        if (ageMs <= limitMs) continue;
        const late = old.filter((at) => now - Date.parse(at) > limitMs).length;
        const { title, plural } = kindDefinition(kind);
        yield {
          type: 'breach',
          entity: root,
          severity: 'warning',
          discriminator: plural,
          value: `${count(late, title, plural)} last seen ${seconds(Math.floor(ageMs / 60_000) * 60)} ago or earlier`,
          threshold: `≤ ${seconds(limitMs / 1000)}`,
          evidence: `source ${source}, oldest ${instantText(oldest)}`,
        };
      }
    }
  },
});

interface SourceAges {
  root: Entity;
  readonly kinds: Map<EntityKind, { oldest: Instant; old: Instant[] }>;
}

function oldestBySource(view: InventoryView): ReadonlyMap<string, SourceAges> {
  const sources = new Map<string, SourceAges>();
  const rank = (entity: Entity) => {
    const place = roots.indexOf(entity.kind);
    return place === -1 ? roots.length : place;
  };
  for (const kind of observedKinds) {
    for (const entity of view.all(kind) as readonly Entity[]) {
      const at = view.confirmedAt(entity);
      const known = sources.get(entity.source);
      if (known === undefined) {
        sources.set(entity.source, { root: entity, kinds: new Map([[kind, { oldest: at, old: [at] }]]) });
        continue;
      }
      if (rank(entity) < rank(known.root)) known.root = entity;
      const ages = known.kinds.get(kind);
      if (ages === undefined) known.kinds.set(kind, { oldest: at, old: [at] });
      else {
        ages.old.push(at);
        if (at < ages.oldest) ages.oldest = at;
      }
    }
  }
  return sources;
}
