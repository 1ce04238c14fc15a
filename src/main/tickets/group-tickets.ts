import { callOf } from '../../shared/model/call-of.ts';
import type { Entity } from '../../shared/model/entity.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import { kindDefinition } from '../../shared/model/kinds/registry.ts';
import type { InventoryView } from '../inventory/view.ts';
import { findingsByEntity } from '../topology/findings-index.ts';
import { dependantsOf, dependenciesOf } from '../topology/rules/registry.ts';
import type { Topology } from '../topology/topology.ts';
import type { TicketGroup } from './desk.ts';
import type { TicketHead } from './ticket-heads.ts';

/** Open tickets that one cause probably explains, and which of them stands for all. */
export interface TicketCluster {
  readonly group: TicketGroup;
  readonly lead: TicketHead;
  readonly tickets: readonly TicketHead[];
}

export interface GroupPorts {
  readonly view: InventoryView;
  readonly topology: Pick<Topology, 'blastRadius'>;
}

const minuteMs = 60_000;
/** What began so long before its supposed cause was not caused by it; watchers notice at different times. */
const noticedEarlierMs = 10 * minuteMs;
const followsWithinMs = 60 * minuteMs;
const deepest = 6;
const mostBeneath = 80;
/** Causes that are looked at, those that would explain most first. */
const mostRoots = 60;
/** A thing that nobody complains of is held for the cause when most of what stands on it has trouble at once. */
const leastSilentShare = 0.6;
const leastSilentCount = 4;
const leastWithFinding = 2;
/** So many of the same alert are one trouble: of things that the inventory does not know, and of others. */
const leastAlike = 2;
const leastAlikeKnown = 5;

interface Subject {
  readonly entity: Entity;
  readonly tickets: TicketHead[];
  /** When the first of its troubles began. */
  readonly sinceMs: number;
}

/** Puts open tickets together by what probably causes them: a host that is down explains its VMs. */
export function groupTickets(open: readonly TicketHead[], ports: GroupPorts): readonly TicketCluster[] {
  const { subjects, others } = subjectsOf(open, ports.view);
  const roots = rootsOf(subjects, ports);
  const causes = new Map<EntityId, TicketHead[]>();
  for (const subject of subjects.values()) {
    const root = topOf(subject.entity.id, roots);
    const list = causes.get(root) ?? [];
    list.push(...subject.tickets);
    causes.set(root, list);
  }
  const byEntity = [...causes].flatMap(([id, tickets]) => {
    const entity = ports.view.get(id);
    return entity === undefined || tickets.length < 2 ? [] : [clusterOf(entity, tickets)];
  });
  const alone = [...causes.values()].flatMap((tickets) => (tickets.length < 2 ? tickets : []));
  return [...byEntity, ...alikeOf(others, leastAlike), ...alikeOf(alone, leastAlikeKnown)];
}

/** What a ticket is about first; a pod stands for its workload. */
function subjectsOf(open: readonly TicketHead[], view: InventoryView) {
  const subjects = new Map<EntityId, Subject>();
  const others: TicketHead[] = [];
  for (const ticket of open) {
    const entity = ticket.entities
      .flatMap(({ id }) => view.get(id) ?? [])
      .find(({ disappearedAt }) => disappearedAt === undefined);
    if (entity === undefined) {
      others.push(ticket);
      continue;
    }
    const owner = ownerOf(entity, view);
    const sinceMs = Date.parse(ticket.since);
    const known = subjects.get(owner.id);
    if (known) {
      known.tickets.push(ticket);
      subjects.set(owner.id, { ...known, sinceMs: Math.min(known.sinceMs, sinceMs) });
    } else subjects.set(owner.id, { entity: owner, tickets: [ticket], sinceMs });
  }
  return { subjects, others };
}

function ownerOf(entity: Entity, view: InventoryView): Entity {
  let at = entity;
  for (let steps = 0; steps < 4; steps += 1) {
    const owner = view.outbound(at, 'owned-by').find(({ kind }) => kind === 'workload');
    if (owner === undefined || owner.id === at.id) return at;
    at = owner;
  }
  return at;
}

/**
 * Of each subject the cause that explains it: another thing beneath it. What somebody complains of comes before what
 * nobody does: that is only looked for where trouble is not explained.
 */
function rootsOf(
  subjects: ReadonlyMap<EntityId, Subject>,
  ports: GroupPorts,
): ReadonlyMap<EntityId, EntityId> {
  const carried = carriedBy(subjects, ports.view);
  const roots = new Map<EntityId, { readonly root: EntityId; readonly size: number }>();
  const isSettled = (id: EntityId) => roots.has(id) || [...roots.values()].some(({ root }) => root === id);
  for (const silent of [false, true]) {
    const settled = new Set(silent ? [...subjects.keys()].filter(isSettled) : []);
    const candidates = [...carried]
      .map(([id, above]) => [id, new Set([...above].filter((one) => !settled.has(one)))] as const)
      .filter(
        ([id, above]) => subjects.has(id) !== silent && (!silent || mayBeSilentCause(id, above, ports.view)),
      )
      .toSorted(([a, above], [b, others]) => others.size - above.size || (a < b ? -1 : 1))
      .slice(0, mostRoots);
    for (const [id, above] of candidates) {
      const explained = explainedBy(id, above, subjects, ports);
      if (silent && explained.length < leastWithFinding) continue;
      for (const one of explained) {
        if ((roots.get(one)?.size ?? 0) < explained.length)
          roots.set(one, { root: id, size: explained.length });
      }
    }
  }
  return new Map([...roots].map(([id, { root }]) => [id, root]));
}

/** Of the subjects above a thing those that suffer from its failure, at a time that fits. */
function explainedBy(
  id: EntityId,
  above: ReadonlySet<EntityId>,
  subjects: ReadonlyMap<EntityId, Subject>,
  { view, topology }: GroupPorts,
): readonly EntityId[] {
  const entity = view.get(id);
  if (entity === undefined || above.size === 0) return [];
  const { affected } = topology.blastRadius(view, entity);
  const began = beganAt(id, above, subjects);
  return [...above].filter((one) => {
    const impact = affected.get(one);
    const subject = subjects.get(one);
    return (
      impact !== undefined &&
      subject !== undefined &&
      (impact.level !== 'reduced' || impact.distance === 1) &&
      isInTime(subject.sinceMs, began)
    );
  });
}

/** What lies beneath the subjects, each with the subjects above it. */
function carriedBy(
  subjects: ReadonlyMap<EntityId, Subject>,
  view: InventoryView,
): ReadonlyMap<EntityId, ReadonlySet<EntityId>> {
  const direct = new Map<EntityId, readonly Entity[]>();
  const beneathOne = (entity: Entity): readonly Entity[] => {
    const known = direct.get(entity.id);
    if (known) return known;
    const found = dependenciesOf(view, entity, true).map((one) => one.entity);
    direct.set(entity.id, found);
    return found;
  };
  const carried = new Map<EntityId, Set<EntityId>>();
  for (const { entity } of subjects.values()) {
    const seen = new Set<EntityId>([entity.id]);
    let wave: readonly Entity[] = [entity];
    for (let depth = 0; depth < deepest && wave.length > 0 && seen.size < mostBeneath; depth += 1) {
      const next: Entity[] = [];
      for (const other of wave.flatMap(beneathOne)) {
        if (seen.has(other.id) || seen.size >= mostBeneath) continue;
        seen.add(other.id);
        next.push(other);
        const above = carried.get(other.id) ?? new Set<EntityId>();
        above.add(entity.id);
        carried.set(other.id, above);
      }
      wave = next;
    }
  }
  return carried;
}

/** It has a critical finding, or so much of what stands on it has trouble that it must be it. */
function mayBeSilentCause(id: EntityId, above: ReadonlySet<EntityId>, view: InventoryView): boolean {
  if (above.size < leastWithFinding) return false;
  if ((findingsByEntity(view).get(id)?.critical ?? 0) > 0) return true;
  if (above.size < leastSilentCount) return false;
  const entity = view.get(id);
  if (entity === undefined) return false;
  const standing = new Set(dependantsOf(view, entity, true).map((one) => one.entity.id));
  const troubled = [...standing].filter((one) => above.has(one)).length;
  return troubled >= leastSilentCount && troubled / standing.size >= leastSilentShare;
}

/** When the trouble of a cause began: its own, or the first of what it carries. */
function beganAt(
  id: EntityId,
  above: ReadonlySet<EntityId>,
  subjects: ReadonlyMap<EntityId, Subject>,
): number {
  const own = subjects.get(id)?.sinceMs;
  if (own !== undefined) return own;
  const times = [...above].flatMap((one) => subjects.get(one)?.sinceMs ?? []).toSorted((a, b) => a - b);
  // Something that has had trouble for days does not make a burst older.
  return times[Math.floor(times.length / 2)] ?? 0;
}

const isInTime = (subjectMs: number, rootMs: number): boolean =>
  subjectMs >= rootMs - noticedEarlierMs && subjectMs <= rootMs + followsWithinMs;

/** A switch explains the host that explains the VM. */
function topOf(id: EntityId, roots: ReadonlyMap<EntityId, EntityId>): EntityId {
  const seen = new Set<EntityId>([id]);
  let at = id;
  for (;;) {
    const next = roots.get(at);
    if (next === undefined || seen.has(next)) return at;
    seen.add(next);
    at = next;
  }
}

function clusterOf(cause: Entity, tickets: readonly TicketHead[]): TicketCluster {
  const own = tickets.filter(({ entities }) => entities.some(({ id }) => id === cause.id));
  const lead = leadOf(own.length > 0 ? own : tickets);
  const named = `${kindDefinition(cause.kind).title} ${callOf(cause)}`;
  return {
    group: { id: groupId(lead, tickets), cause: named, entity: cause.id },
    lead,
    tickets,
  };
}

/** One rule that fires on many things at once: the same alert of the same place, with no long time between. */
function alikeOf(tickets: readonly TicketHead[], least: number): readonly TicketCluster[] {
  const alike = new Map<string, TicketHead[]>();
  for (const ticket of tickets) {
    const { alertname, cluster = '', namespace = '' } = ticket.labels;
    if (alertname === undefined) continue;
    const key = [alertname, cluster, namespace].filter(Boolean).join(' · ');
    const list = alike.get(key);
    if (list) list.push(ticket);
    else alike.set(key, [ticket]);
  }
  return [...alike].flatMap(([cause, list]) =>
    atOnce(list).flatMap((burst) => {
      if (burst.length < least) return [];
      const lead = leadOf(burst);
      return [{ group: { id: groupId(lead, burst), cause }, lead, tickets: burst }];
    }),
  );
}

function atOnce(tickets: readonly TicketHead[]): readonly (readonly TicketHead[])[] {
  const bursts: TicketHead[][] = [];
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const ticket of tickets.toSorted((a, b) => (a.since < b.since ? -1 : 1))) {
    const sinceMs = Date.parse(ticket.since);
    const burst = sinceMs - lastMs <= followsWithinMs ? bursts.at(-1) : undefined;
    if (burst) burst.push(ticket);
    else bursts.push([ticket]);
    lastMs = sinceMs;
  }
  return bursts;
}

/** One that is looked at already, else the gravest, else the first. */
function leadOf(tickets: readonly TicketHead[]): TicketHead {
  const [first, ...others] = tickets;
  if (first === undefined) throw new RangeError('expected a group of tickets, came none');
  return others.reduce((best, one) => (rankOf(one) < rankOf(best) ? one : best), first);
}

const rankOf = ({ diagnosis, priority, since, id }: TicketHead): string =>
  [diagnosis ? '0' : '1', priority, since, id].join(' ');

/** A group keeps its id while it grows: that of most of its tickets. */
function groupId(lead: TicketHead, tickets: readonly TicketHead[]): string {
  const counts = new Map<string, number>();
  for (const { group } of tickets) if (group) counts.set(group.id, (counts.get(group.id) ?? 0) + 1);
  const [most] = [...counts].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return most?.[0] ?? `G-${lead.id.slice(2)}`;
}
