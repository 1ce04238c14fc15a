import type { Entity } from '../../shared/model/entity.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import type { InventoryView } from '../inventory/view.ts';
import type { DependencyRule } from './dependency.ts';
import { isolatedDevices } from './reachability.ts';
import { rulesOf, rulesOn } from './rules/registry.ts';

/**
 * reduced: it goes on with less redundancy or without help. restarts: it is gone until it is back elsewhere. lost: it
 * is gone until what failed is mended.
 */
export const impactLevels = ['reduced', 'restarts', 'lost'] as const;
export type ImpactLevel = (typeof impactLevels)[number];

/** How an entity came to its level. */
export interface Impact {
  readonly entity: Entity;
  readonly level: ImpactLevel;
  /** Steps from what failed. */
  readonly distance: number;
  readonly because: Because;
}

export interface Because {
  /**
   * needs: it cannot do without that. all: all that it needs one of are gone. too-few: more of them are gone than it can do without. some: others of them remain. takeover:
   * another takes over. helped: it loses what manages or protects it. isolated: no way is left to a router, a firewall
   * or the core. uplink: one of its ways there is gone.
   */
  readonly why: 'needs' | 'all' | 'too-few' | 'some' | 'takeover' | 'helped' | 'isolated' | 'uplink';
  readonly type: DependencyRule['type'];
  /** What it goes back to, in the level that it had reached then. */
  readonly on: { readonly id: EntityId; readonly level: ImpactLevel };
  /** Of so many that it needs one of, so many remain. */
  readonly of?: number;
  readonly left?: number;
  /** What takes over. */
  readonly by?: EntityId;
}

export interface BlastRadius {
  readonly root: Entity;
  /** The last level of each, without what failed itself. */
  readonly affected: ReadonlyMap<EntityId, Impact>;
  /** What led there, nearest cause first, up to what failed. */
  chain(id: EntityId): readonly Impact[];
}

const rank: Readonly<Record<ImpactLevel, number>> = { reduced: 1, restarts: 2, lost: 3 };

/**
 * What goes dark or loses redundancy when `root` fails. Levels only ever rise, wave by wave, until nothing more
 * follows, so circles of dependencies end; every level goes back to one that was reached in an earlier wave.
 */
export function blastRadius(view: InventoryView, root: Entity): BlastRadius {
  const levels = new Map<EntityId, ImpactLevel>([[root.id, 'lost']]);
  const steps = new Map<string, Impact>();
  /** What must be judged again when a standby fails. */
  const watching = new Map<EntityId, Map<EntityId, Entity>>();
  let wave: readonly Entity[] = [root];
  let distance = 0;

  const raise = (impact: Impact, next: Map<EntityId, Entity>): void => {
    const { entity, level } = impact;
    if (entity.id === root.id || rank[level] <= rankOf(levels.get(entity.id))) return;
    levels.set(entity.id, level);
    steps.set(stepKey(entity.id, level), impact);
    next.set(entity.id, entity);
  };

  while (wave.length > 0) {
    distance += 1;
    const dirty = new Map<EntityId, { entity: Entity; rules: Set<DependencyRule> }>();
    const mark = (entity: Entity, rule: DependencyRule) => {
      const known = dirty.get(entity.id);
      if (known) known.rules.add(rule);
      else dirty.set(entity.id, { entity, rules: new Set([rule]) });
    };
    for (const entity of wave) {
      for (const rule of rulesOn(entity.kind)) {
        for (const dependant of rule.reverse(view, entity))
          if (dependant.id !== root.id) mark(dependant, rule);
      }
      for (const waiting of watching.get(entity.id)?.values() ?? []) {
        for (const rule of rulesOf(waiting.kind)) if (rule.need.type === 'failover') mark(waiting, rule);
      }
      watching.delete(entity.id);
    }
    const levelOf = (id: EntityId) => levels.get(id);
    const next = new Map<EntityId, Entity>();
    const found: Impact[] = [];
    for (const { entity, rules } of dirty.values()) {
      for (const rule of rules) {
        const verdict = judge(view, rule, entity, levelOf, (standby) => watch(watching, standby, entity));
        if (verdict) found.push({ entity, distance, ...verdict });
      }
    }
    // All of a wave is judged by the levels before it: the order of the wave decides nothing.
    for (const impact of found.toSorted((a, b) => rank[b.level] - rank[a.level])) raise(impact, next);
    if (wave.some(isNetworkPart)) {
      for (const impact of isolatedDevices(view, (id) => levels.get(id) === 'lost', root)) {
        raise({ ...impact, distance }, next);
      }
    }
    wave = [...next.values()];
  }

  const affected = new Map<EntityId, Impact>();
  for (const [id, level] of levels) {
    const impact = steps.get(stepKey(id, level));
    if (impact) affected.set(id, impact);
  }
  return {
    root,
    affected,
    chain(id) {
      const chain: Impact[] = [];
      let at = affected.get(id);
      while (at) {
        chain.push(at);
        at = steps.get(stepKey(at.because.on.id, at.because.on.level));
      }
      return chain;
    },
  };
}

type Verdict = Pick<Impact, 'level' | 'because'>;

function judge(
  view: InventoryView,
  rule: DependencyRule,
  entity: Entity,
  levelOf: (id: EntityId) => ImpactLevel | undefined,
  watchStandby: (standby: EntityId) => void,
): Verdict | undefined {
  if (rule.holds?.(entity) === false) return undefined;
  const members = rule.forward(view, entity).filter((one) => one.id !== entity.id);
  const gone = members.flatMap((one) => {
    const level = levelOf(one.id);
    return level === 'lost' || level === 'restarts' ? [{ id: one.id, level }] : [];
  });
  const worst = gone.find(({ level }) => level === 'lost') ?? gone[0];
  if (worst === undefined) return undefined;
  const because = { type: rule.type, on: worst };
  const { need } = rule;
  switch (need.type) {
    case 'each':
      return { level: worst.level, because: { why: 'needs', ...because } };
    case 'reduces':
      return { level: 'reduced', because: { why: 'helped', ...because } };
    case 'any': {
      const counts = { of: members.length, left: members.length - gone.length };
      if (gone.length < members.length || rule.hidden?.(view, entity) === true) {
        return { level: 'reduced', because: { why: 'some', ...because, ...counts } };
      }
      const momentary = gone.find(({ level }) => level === 'restarts');
      const why = members.length === 1 ? 'needs' : 'all';
      return momentary
        ? { level: 'restarts', because: { why, type: rule.type, on: momentary, ...counts } }
        : { level: 'lost', because: { why, ...because, ...counts } };
    }
    case 'but': {
      const lost = gone.filter(({ level }) => level === 'lost').length;
      const spare = need.spare(view, entity);
      const counts = { of: members.length, left: members.length - gone.length };
      if (lost === members.length || (spare !== undefined && lost > spare)) {
        return {
          level: 'lost',
          because: { why: lost === members.length ? 'all' : 'too-few', ...because, ...counts },
        };
      }
      return { level: 'reduced', because: { why: 'some', ...because, ...counts } };
    }
    case 'failover': {
      if (worst.level === 'restarts') return { level: need.becomes, because: { why: 'needs', ...because } };
      const active = members.find((one) => one.id === worst.id);
      const standby = active === undefined ? [] : need.standby(view, entity, active);
      const alive = standby.find((one) => rankOf(levelOf(one.id)) < rank.restarts);
      const by = alive ?? standby.find((one) => levelOf(one.id) === 'restarts');
      if (by === undefined) return { level: 'lost', because: { why: 'needs', ...because } };
      watchStandby(by.id);
      const level = alive === undefined ? 'restarts' : need.becomes;
      return { level, because: { why: 'takeover', ...because, by: by.id } };
    }
    default:
      return need satisfies never;
  }
}

function watch(watching: Map<EntityId, Map<EntityId, Entity>>, standby: EntityId, entity: Entity): void {
  const known = watching.get(standby);
  if (known) known.set(entity.id, entity);
  else watching.set(standby, new Map([[entity.id, entity]]));
}

function rankOf(level: ImpactLevel | undefined): number {
  return level === undefined ? 0 : rank[level];
}

function stepKey(id: EntityId, level: ImpactLevel): string {
  return `${level} ${id}`;
}

function isNetworkPart(entity: Entity): boolean {
  return ['interface', 'switch', 'router', 'firewall', 'device'].includes(entity.kind);
}
