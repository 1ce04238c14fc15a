import type { OverviewChangeGroup } from '../../../shared/contract/overview.ts';
import type { EntityId, Instant } from '../../../shared/model/ids.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import { entityKinds, kindDefinition } from '../../../shared/model/kinds/registry.ts';
import type { Entity } from '../../../shared/model/entity.ts';
import { pathTitle } from '../../documents/change-text.ts';
import type { InventoryView } from '../../inventory/view.ts';

export interface PeriodChanges {
  readonly counts: Readonly<Record<'configuration' | 'placement' | 'appeared' | 'disappeared', number>>;
  readonly groups: readonly OverviewChangeGroup[];
}

const shownGroups = 40;
const sampleSize = 5;

interface Group {
  readonly head: Omit<OverviewChangeGroup, 'entities' | 'at' | 'sample'>;
  readonly members: Map<EntityId, string>;
  at: Instant;
}

/** What changed from `since` on, put together where it is one event to a person: "14 VMs moved host in prod-a". */
export function periodChanges(view: InventoryView, since: Instant): PeriodChanges {
  const counts = { configuration: 0, placement: 0, appeared: 0, disappeared: 0 };
  const groups = new Map<string, Group>();
  const add = (head: Group['head'], id: EntityId, name: string, at: Instant) => {
    const key = [head.what, head.kind, head.field, head.class, head.partition].join('\n');
    const known = groups.get(key);
    if (!known) groups.set(key, { head, members: new Map([[id, name]]), at });
    else {
      known.members.set(id, name);
      if (at > known.at) known.at = at;
    }
  };
  for (const change of view.changesSince(since)) {
    const { domain } = kindDefinition(change.kind);
    if (change.kind === 'finding') continue;
    if (change.type === 'disappeared') counts.disappeared += 1;
    else counts[change.class] += 1;
    const partition = view.get(change.entityId)?.partition;
    add(
      {
        what: change.type,
        kind: change.kind,
        domain,
        class: change.class,
        ...(change.type === 'field' && { field: pathTitle(change.path) }),
        ...(partition !== undefined && { partition }),
      },
      change.entityId,
      change.entityName,
      change.at,
    );
  }
  for (const kind of entityKinds) {
    // What comes and goes by itself is no news.
    if (kind === 'finding' || kindDefinition(kind).runtime === true) continue;
    for (const entity of view.all(kind) as readonly Entity[]) {
      if (entity.firstSeenAt < since) continue;
      counts.appeared += 1;
      add(appeared(kind, entity), entity.id, entity.name, entity.firstSeenAt);
    }
  }
  return {
    counts,
    groups: [...groups.values()]
      // What is new comes in masses when a source is first collected: what changed stands before it.
      .toSorted(
        (a, b) =>
          Number(a.head.what === 'appeared') - Number(b.head.what === 'appeared') ||
          b.members.size - a.members.size ||
          (a.at < b.at ? 1 : -1),
      )
      .slice(0, shownGroups)
      .map(({ head, members, at }) => ({
        ...head,
        entities: members.size,
        at,
        sample: [...members].slice(0, sampleSize).map(([id, name]) => ({ id, name })),
      })),
  };
}

function appeared(kind: EntityKind, { partition }: Entity): Group['head'] {
  return {
    what: 'appeared',
    kind,
    domain: kindDefinition(kind).domain,
    class: 'configuration',
    ...(partition !== undefined && { partition }),
  };
}
