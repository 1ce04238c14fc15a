import { attributeText } from '../../../shared/format.ts';
import type { Entity } from '../../../shared/model/entity.ts';
import { kindDefinition } from '../../../shared/model/kinds/registry.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { fits } from '../amounts.ts';
import type { Group, JudgedClaim, Source } from '../claims.ts';
import { membership } from '../follow.ts';
import { dimensionOf } from '../vocabulary/attributes.ts';
import { type Of, shown } from './claim-of.ts';
import { isIn } from './trait.ts';
import { measure, number } from '../record.ts';

/** Present entities of the kinds that are in all of what is named. */
export function membersOf(group: Group, view: InventoryView, means: Of<'count'>['means']): readonly Entity[] {
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

export function judgeCount(claim: Of<'count'>, view: InventoryView): JudgedClaim {
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

export function judgeSum(claim: Of<'sum'>, view: InventoryView): JudgedClaim {
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
