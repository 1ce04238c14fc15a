import type { Change } from '../../shared/model/change.ts';
import type { Entity } from '../../shared/model/entity.ts';
import { instant, type EntityId } from '../../shared/model/ids.ts';
import { attributeText } from '../../shared/format.ts';
import { kindDefinition } from '../../shared/model/kinds/registry.ts';
import type { InventoryView } from '../inventory/view.ts';
import { fits, type Amount } from './amounts.ts';
import type { Claim, Group, JudgedClaim, Named, Source } from './claims.ts';
import { isRelated, membership } from './follow.ts';
import { dimensionOf, impliedAttributes, sizePaths, type Spoken } from './vocabulary/attributes.ts';
import type { StateMeaning } from './vocabulary/states.ts';

type Of<Is extends Claim['is']> = Extract<Claim, { readonly is: Is }>;

/** Holds one claim against the inventory. A name that could be several things is narrowed to those it holds for. */
export function judge(claim: Claim, view: InventoryView): JudgedClaim {
  switch (claim.is) {
    case 'relation':
      return judgeRelation(claim, view);
    case 'amount':
      return each(claim.of, claim, (entity) => amountOf(entity, claim), `is ${shown(claim.amount)}`);
    case 'state':
      return each(claim.of, claim, (entity) => stateOf(entity, claim.meanings), claim.says);
    case 'value':
      return each(
        [claim.of],
        claim,
        (entity) => ({
          holds: textsAt(entity, claim.path).includes(claim.text.toLowerCase()),
          path: claim.path,
        }),
        `${claim.path} is ${claim.text}`,
      );
    case 'moment':
      return each(claim.of, claim, (entity) => momentOf(entity, claim), 'happened then');
    case 'change':
      return judgeChange(claim, view);
    case 'comparison':
      return judgeComparison(claim);
    case 'extreme':
      return judgeExtreme(claim, view);
    case 'count':
      return judgeCount(claim, view);
    case 'sum':
      return judgeSum(claim, view);
    case 'kind':
      return each(
        [claim.of],
        claim,
        (entity) => ({ holds: claim.kinds.includes(entity.kind), path: 'kind' }),
        'is of that kind',
      );
    case 'known':
      return {
        verdict: 'supported',
        says: `${claim.of.text} is in the inventory`,
        sources: claim.of.entities.slice(0, 5).map(({ id }) => ({ entity: id, path: 'name' })),
      };
    case 'unclear':
      return { verdict: 'unsupported', says: '', sources: [], reason: claim.why };
  }
}

interface Held {
  /** undefined: the inventory does not say. */
  readonly holds: boolean | undefined;
  readonly path: string;
  readonly actual?: string;
}

/** Of every name, at least one of the entities it can stand for must bear the claim out; denied, all must. */
function each(
  names: readonly Named[],
  { denied }: { readonly denied: boolean },
  test: (entity: Entity) => Held,
  says: string,
): JudgedClaim {
  const sources: Source[] = [];
  const what = `${names.map(({ text }) => text).join(', ')} ${denied ? 'not: ' : ''}${says}`;
  for (const name of names) {
    const judged = name.entities.map((entity) => ({ entity, held: test(entity) }));
    const decided = judged.filter(({ held }) => held.holds !== undefined);
    const good = decided.filter(({ held }) => held.holds !== denied);
    if (good.length === 0 || (denied && good.length < decided.length)) {
      const [told] = decided;
      if (told === undefined) {
        return {
          verdict: 'unsupported',
          says: what,
          sources: [],
          reason: `the inventory does not say this of ${name.text}`,
        };
      }
      const actual = told.held.actual === undefined ? '' : `: it is ${told.held.actual}`;
      return {
        verdict: 'contradicted',
        says: what,
        sources: [{ entity: told.entity.id, path: told.held.path }],
        reason: `the inventory says otherwise of ${name.text} (${told.held.path.replace(/^attributes\./, '')})${actual}`,
      };
    }
    name.entities = good.map(({ entity }) => entity);
    for (const { entity, held } of good) sources.push({ entity: entity.id, path: held.path });
  }
  return { verdict: 'supported', says: what, sources };
}

function attribute(entity: Entity, path: string): unknown {
  if (!path.includes('.')) return (entity.attributes as Readonly<Record<string, unknown>>)[path];
  let value: unknown = entity.attributes;
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[part];
  }
  return value;
}

function number(entity: Entity, path: string): number | undefined {
  const value = attribute(entity, path);
  if (typeof value === 'number') return value;
  const used = attribute(entity, 'usedBytes');
  const size = attribute(entity, 'capacityBytes') ?? attribute(entity, 'sizeBytes');
  if (typeof used !== 'number' || typeof size !== 'number' || size === 0) return undefined;
  if (path === 'usedPercent') return (100 * used) / size;
  if (path === 'freePercent') return 100 - (100 * used) / size;
  if (path === 'freeBytes') return size - used;
  return undefined;
}

/** The value in its dimension's own unit. */
function measure(entity: Entity, path: string): number | undefined {
  const value = number(entity, path);
  return value === undefined ? undefined : value * dimensionOf(path).size;
}

function pathsFor(
  entity: Entity,
  attributes: readonly Spoken[] | undefined,
  amount: Amount,
): readonly string[] {
  const paths =
    attributes === undefined
      ? (impliedAttributes.get(entity.kind) ?? [])
      : attributes.filter(({ kind }) => kind === entity.kind).map(({ path }) => path);
  return paths.filter((path) => dimensionOf(path).dimension === amount.dimension);
}

function amountOf(entity: Entity, claim: Of<'amount'>): Held {
  const paths = pathsFor(entity, claim.attributes, claim.amount);
  const known = paths.flatMap((path) => {
    const value = measure(entity, path);
    return value === undefined ? [] : [{ path, value }];
  });
  const fitting = known.find(({ value }) => fits(value, claim.amount)) ?? known[0];
  if (fitting === undefined) return { holds: undefined, path: `attributes.${paths[0] ?? ''}` };
  return {
    holds: fits(fitting.value, claim.amount),
    path: `attributes.${fitting.path}`,
    actual: attributeText(fitting.path, number(entity, fitting.path)),
  };
}

function stateOf(entity: Entity, meanings: readonly StateMeaning[]): Held {
  const own = meanings.filter(({ kind }) => kind === entity.kind);
  const known = own.flatMap((meaning) => {
    const value = attribute(entity, meaning.path);
    return value === undefined ? [] : [{ meaning, value }];
  });
  const [first] = known;
  if (first === undefined) return { holds: undefined, path: `attributes.${own[0]?.path ?? ''}` };
  const holding = known.find(({ meaning, value }) => meets(meaning, value));
  const { meaning, value } = holding ?? first;
  return {
    holds: holding !== undefined,
    path: `attributes.${meaning.path}`,
    actual: attributeText(meaning.path, value),
  };
}

/** The same as `stateOf`, for thousands of them. */
function isIn(entity: Entity, meanings: readonly StateMeaning[]): boolean {
  return meanings.some((meaning) => {
    const value = attribute(entity, meaning.path);
    return value !== undefined && meets(meaning, value);
  });
}

function meets(meaning: StateMeaning, value: unknown): boolean {
  return meaning.values.includes(value as string | boolean) !== (meaning.except === true);
}

export function textsAt(entity: Entity, path: string): readonly string[] {
  const value = attribute(entity, path);
  const all = Array.isArray(value) ? value : [value];
  return all.flatMap((one) => (typeof one === 'string' ? [one.toLowerCase()] : []));
}

function momentOf(entity: Entity, { paths, moment }: Of<'moment'>): Held {
  for (const path of paths) {
    const value = path === 'firstSeenAt' || path === 'observedAt' ? entity[path] : attribute(entity, path);
    if (typeof value !== 'string') continue;
    const at = Date.parse(value);
    return {
      holds: at >= moment.from && at < moment.to,
      path: path in entity ? path : `attributes.${path}`,
      actual: value.slice(0, 10),
    };
  }
  return { holds: undefined, path: `attributes.${paths[0] ?? ''}` };
}

function judgeRelation(claim: Of<'relation'>, view: InventoryView): JudgedClaim {
  const sources: Source[] = [];
  const says = `${claim.from.map(({ text }) => text).join(', ')} ${claim.denied ? 'not ' : ''}${claim.means.types[0] ?? ''} ${claim.to.map(({ text }) => text).join(', ')}`;
  for (const from of claim.from) {
    for (const to of claim.to) {
      const pairs = from.entities.flatMap((one) =>
        to.entities
          .filter((other) => other.id !== one.id)
          .map((other) => {
            const path =
              isRelated(view, one, other, claim.means) ??
              (claim.either === true ? isRelated(view, other, one, claim.means) : undefined);
            return { one, other, path };
          }),
      );
      const holding = pairs.filter(({ path }) => path !== undefined);
      if (claim.denied) {
        if (
          pairs.length > 0 &&
          holding.length === 0 &&
          pairs.some(({ one, other }) => couldBe(view, one, other, claim))
        ) {
          const [pair] = pairs;
          if (pair !== undefined)
            sources.push({ entity: pair.one.id, path: `relations.${claim.means.types[0] ?? ''}` });
          continue;
        }
        return {
          verdict: 'contradicted',
          says,
          sources: [],
          reason: `the inventory says that ${from.text} and ${to.text} are related in this way`,
        };
      }
      if (holding.length === 0) {
        return {
          verdict: 'contradicted',
          says,
          sources: [],
          reason: `in the inventory ${from.text} and ${to.text} are not related in this way`,
        };
      }
      from.entities = from.entities.filter((entity) => holding.some(({ one }) => one === entity));
      to.entities = to.entities.filter((entity) => holding.some(({ other }) => other === entity));
      for (const { one, path } of holding) if (path !== undefined) sources.push({ entity: one.id, path });
    }
  }
  return { verdict: 'supported', says, sources };
}

/** A denial says something only where such a relation is known of the thing at all. */
function couldBe(view: InventoryView, one: Entity, other: Entity, claim: Of<'relation'>): boolean {
  const known = (entity: Entity) => claim.means.types.some((type) => view.outbound(entity, type).length > 0);
  return known(one) || (claim.either === true && known(other)) || claim.means.types.includes('connected-to');
}

function judgeComparison(claim: Of<'comparison'>): JudgedClaim {
  const { one, other, more, denied } = claim;
  const says = `${one.text} has ${more ? 'more' : 'less'} than ${other.text}`;
  for (const a of one.entities) {
    for (const b of other.entities) {
      if (a.kind !== b.kind || a === b) continue;
      for (const { path } of comparable(a, claim.attributes)) {
        const [left, right] = [measure(a, path), measure(b, path)];
        if (left === undefined || right === undefined) continue;
        const sources = [a, b].map(({ id }) => ({ entity: id, path: `attributes.${path}` }));
        const holds = more ? left > right : left < right;
        if (holds !== denied) return { verdict: 'supported', says, sources };
        const told = [a, b]
          .map((entity) => `${entity.name} ${attributeText(path, number(entity, path))}`)
          .join(', ');
        return { verdict: 'contradicted', says, sources, reason: `the inventory says: ${told}` };
      }
    }
  }
  return {
    verdict: 'unsupported',
    says,
    sources: [],
    reason: `the inventory does not compare ${one.text} and ${other.text} in this`,
  };
}

function comparable(entity: Entity, attributes: readonly Spoken[]): readonly Spoken[] {
  if (attributes.length > 0) return attributes.filter(({ kind }) => kind === entity.kind);
  return sizePaths.map((path) => ({ kind: entity.kind, path }));
}

function judgeExtreme(claim: Of<'extreme'>, view: InventoryView): JudgedClaim {
  const { of, most, denied } = claim;
  const says = `${of.text} has the ${most ? 'most' : 'least'}`;
  for (const entity of of.entities) {
    if (claim.group.kinds.length > 0 && !claim.group.kinds.includes(entity.kind)) continue;
    const members = membersOf({ kinds: [entity.kind], within: claim.group.within }, view, undefined);
    for (const { path } of comparable(entity, claim.attributes)) {
      const own = measure(entity, path);
      if (own === undefined) continue;
      const better = members.find((member) => {
        const value = member === entity ? undefined : measure(member, path);
        return value !== undefined && (most ? value > own : value < own);
      });
      const holds = better === undefined && members.includes(entity);
      const sources = [{ entity: entity.id, path: `attributes.${path}` }];
      if (holds !== denied) return { verdict: 'supported', says, sources };
      const told =
        better === undefined ? '' : `: ${better.name} has ${attributeText(path, number(better, path))}`;
      return { verdict: 'contradicted', says, sources, reason: `the inventory says otherwise${told}` };
    }
  }
  return {
    verdict: 'unsupported',
    says,
    sources: [],
    reason: `the inventory does not rank ${of.text} by this`,
  };
}

/** Present entities of the kinds that are in all of what is named. */
function membersOf(group: Group, view: InventoryView, means: Of<'count'>['means']): readonly Entity[] {
  const inside = group.within.map((name) =>
    name.entities.map((container) => membership(view, container, means)),
  );
  return group.kinds.flatMap((kind) => {
    const all = view.all(kind) as readonly Entity[];
    if (inside.length === 0) return [...all];
    return all.filter((member) =>
      inside.every((containers) => containers.some((isMember) => isMember(member))),
    );
  });
}

function judgeCount(claim: Of<'count'>, view: InventoryView): JudgedClaim {
  const { group, amount, states, denied } = claim;
  const plural = group.kinds.map((kind) => kindDefinition(kind).plural).join(' or ');
  const where = group.within.map(({ text }) => text).join(', ');
  const says = `${typeof amount === 'string' ? amount : shown(amount)} ${plural}${where === '' ? '' : ` of ${where}`}`;
  // Where a word stands for several kinds ("cluster"), one of them must bear it out.
  let told = '';
  const held: { readonly holds: boolean; readonly sources: readonly Source[] }[] = [];
  for (const kind of group.kinds) {
    const members = membersOf({ kinds: [kind], within: group.within }, view, claim.means);
    const said = states.map((meanings) => meanings.filter((meaning) => meaning.kind === kind));
    const meeting = members.filter((member) => said.every((meanings) => isIn(member, meanings)));
    const holds =
      amount === 'all'
        ? members.length > 0 && meeting.length === members.length
        : amount === 'none'
          ? meeting.length === 0
          : amount === 'any'
            ? meeting.length > 0
            : fits(meeting.length, amount);
    const sources = meeting.slice(0, mostSources).map(({ id }) => ({
      entity: id,
      path: states[0]?.[0] === undefined ? 'name' : `attributes.${states[0][0].path}`,
    }));
    const containers = group.within.flatMap(({ entities }) =>
      entities.map(({ id }): Source => ({ entity: id, path: 'relations' })),
    );
    held.push({ holds, sources: [...containers.slice(0, 3), ...sources] });
    told ||= `${meeting.length}${states.length === 0 ? '' : ` of ${members.length}`} ${kindDefinition(kind).plural}`;
  }
  if (typeof amount !== 'string' && states.length === 0) {
    for (const container of group.within.flatMap(({ entities }) => [...entities])) {
      for (const { path } of claim.counted.filter(({ kind }) => kind === container.kind)) {
        const value = number(container, path);
        if (value === undefined) continue;
        held.push({
          holds: fits(value, amount),
          sources: [{ entity: container.id, path: `attributes.${path}` }],
        });
        told = String(value);
      }
    }
  }
  const bearing = held.find(({ holds }) => holds);
  if ((bearing !== undefined) !== denied) {
    return { verdict: 'supported', says, sources: (bearing ?? held[0])?.sources ?? [] };
  }
  return { verdict: 'contradicted', says, sources: [], reason: `the inventory counts ${told}` };
}

const mostSources = 50;

function judgeSum(claim: Of<'sum'>, view: InventoryView): JudgedClaim {
  const { group, amount, denied } = claim;
  const says = `together ${shown(amount)}`;
  let told = '';
  for (const kind of group.kinds) {
    const members = membersOf({ kinds: [kind], within: group.within }, view, undefined);
    const paths = claim.attributes.filter(
      (one) => one.kind === kind && dimensionOf(one.path).dimension === amount.dimension,
    );
    for (const { path } of paths) {
      const values = members.map((member) => measure(member, path));
      if (values.length === 0 || values.some((value) => value === undefined)) continue;
      const sum = values.reduce<number>((all, value) => all + (value ?? 0), 0);
      const all = values.every((value) => value !== undefined && fits(value, amount));
      const sources = members
        .slice(0, mostSources)
        .map(({ id }) => ({ entity: id, path: `attributes.${path}` }));
      if ((fits(sum, amount) || (claim.each && all)) !== denied)
        return { verdict: 'supported', says, sources };
      told ||= attributeText(path, sum / dimensionOf(path).size);
    }
  }
  return told === ''
    ? { verdict: 'unsupported', says, sources: [], reason: 'the inventory does not know this of all of them' }
    : { verdict: 'contradicted', says, sources: [], reason: `the inventory adds up to ${told}` };
}

const histories = new WeakMap<InventoryView, ReadonlyMap<EntityId, readonly Change[]>>();
const historyDays = 400;

function changesOf(view: InventoryView, id: EntityId): readonly Change[] {
  let history = histories.get(view);
  if (history === undefined) {
    const read = new Map<EntityId, Change[]>();
    for (const change of view.changesSince(instant(Date.parse(view.at) - historyDays * 86_400_000))) {
      const known = read.get(change.entityId);
      if (known === undefined) read.set(change.entityId, [change]);
      else known.push(change);
    }
    histories.set(view, (history = read));
  }
  return history.get(id) ?? [];
}

function judgeChange(claim: Of<'change'>, view: InventoryView): JudgedClaim {
  const { of, denied, moment, way } = claim;
  const says = `${of.text} changed`;
  const fitting = of.entities.flatMap((entity) =>
    changesOf(view, entity.id)
      .filter((change) => {
        const path = change.path.replace(/^attributes\./, '');
        const at = Date.parse(change.at);
        return (
          (claim.attributes.length === 0 ||
            claim.attributes.some((one) => one.kind === entity.kind && one.path === path)) &&
          (moment === undefined || (at >= moment.from && at < moment.to)) &&
          isSaid(claim.from, change.from, path) &&
          isSaid(claim.to, change.to, path) &&
          goes(way, change)
        );
      })
      .map((change): Source => ({ entity: entity.id, path: `changes.${change.path}` })),
  );
  if (fitting.length > 0 && !denied) return { verdict: 'supported', says, sources: fitting };
  const any = of.entities.some(({ id }) => changesOf(view, id).length > 0);
  return {
    verdict: any ? 'contradicted' : 'unsupported',
    says,
    sources: [],
    reason: `the history of ${of.text} has no such change`,
  };
}

function isSaid(token: Of<'change'>['from'], value: unknown, path: string): boolean {
  if (token === undefined) return true;
  if (token.amount !== undefined) {
    return typeof value === 'number' && fits(value * dimensionOf(path).size, token.amount);
  }
  const text = typeof value === 'string' ? value : Array.isArray(value) ? value.join(', ') : '';
  if (token.entities !== undefined) {
    return token.entities.some(
      ({ name, id }) => name.toLowerCase() === text.toLowerCase() || text.includes(id),
    );
  }
  return text.toLowerCase() === token.lower;
}

function goes(way: 'up' | 'down' | 'any', { from, to }: Change): boolean {
  if (way === 'any') return true;
  return typeof from === 'number' && typeof to === 'number' && (way === 'up' ? to > from : to < from);
}

function shown({ value, dimension, bound }: Amount): string {
  return `${bound === undefined ? '' : `${bound} `}${value}${dimension === 'count' ? '' : ` ${dimension}`}`;
}
