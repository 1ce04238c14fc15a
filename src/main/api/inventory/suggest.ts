import type { InventoryField } from '../../../shared/contract/inventory.ts';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import { attributeText } from '../../../shared/format.ts';
import type { Entity } from '../../../shared/model/entity.ts';
import { quotedValue, tokenAtCursor, type TokenAtCursor } from '../../../shared/model/filter-cursor.ts';
import { parseFilterTokens } from '../../../shared/model/filter-tokens.ts';
import { domains } from '../../../shared/model/kind.ts';
import { entityKinds, kindDefinition, type EntityKind } from '../../../shared/model/kinds/registry.ts';
import { fieldValues } from '../../inventory/field-values.ts';
import { compareNatural } from '../../inventory/natural-order.ts';
import type { InventoryView } from '../../inventory/view.ts';
import type { Handler } from '../handler.ts';
import { commonFields, fieldsOf } from './envelope-fields.ts';

type Suggestion = OutputOf<'inventory.suggest'>['items'][number];

export const suggest: Handler<'inventory.suggest'> = async (input, { app }) => {
  const { text, cursor, limit } = input;
  const view = await app.inventory.view(input.at);
  const token = tokenAtCursor(text, Math.min(cursor, text.length));
  const named = parseFilterTokens(text).query.kinds;
  const kinds = named ?? (input.kinds.length > 0 ? input.kinds : entityKinds);
  if (token.path === undefined) {
    const items = [...fields(token.typed, kinds), ...names(view, token.typed, kinds)];
    return { from: token.from, to: token.to, items: items.slice(0, limit) };
  }
  return {
    from: token.valueFrom,
    to: token.to,
    items: values(view, token, token.path, kinds).slice(0, limit),
  };
};

const reserved = [
  { path: 'kind', title: 'Kind' },
  { path: 'source', title: 'Source' },
  { path: 'partition', title: 'In (cluster, namespace, site)' },
  { path: 'domain', title: 'Domain' },
  { path: 'gone', title: 'With what has disappeared' },
  { path: 'sort', title: 'Sort by' },
];

/** Fields whose name or title has what is typed: those that begin with it first, then those shown in tables. */
function fields(typed: string, kinds: readonly EntityKind[]): Suggestion[] {
  const word = typed.toLowerCase();
  const own = kinds.length > 8 ? [] : kinds.flatMap((kind) => fieldsOf(kind));
  const seen = new Set<string>();
  return [...own, ...reserved, ...commonFields.filter((field) => field.filterable)]
    .filter(({ path }) => !seen.has(path) && seen.add(path))
    .map((field, place) => ({ field, place, score: fieldScore(field, word) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || a.place - b.place)
    .slice(0, word === '' ? 10 : 6)
    .map(({ field }) => ({
      is: 'field' as const,
      insert: `${field.path}:`,
      label: `${field.path}:`,
      detail: field.title,
    }));
}

function fieldScore({ path, title }: Pick<InventoryField, 'path' | 'title'>, word: string): number {
  const lower = path.toLowerCase();
  if (word === '') return 1;
  if (lower === word) return 4;
  if (lower.startsWith(word)) return 3;
  if (title.toLowerCase().startsWith(word)) return 2;
  return lower.includes(word) || title.toLowerCase().includes(word) ? 1 : 0;
}

const mostNames = 5;
/** Looking for names must not keep the next letter waiting. */
const mostLookedAt = 15_000;

function names(view: InventoryView, typed: string, kinds: readonly EntityKind[]): Suggestion[] {
  const word = typed.toLowerCase();
  if (word.length < 2) return [];
  const beginning: Entity[] = [];
  const inside: Entity[] = [];
  let looked = 0;
  for (const kind of kinds) {
    for (const entity of view.all(kind) as readonly Entity[]) {
      looked += 1;
      if (looked > mostLookedAt || beginning.length >= mostNames) break;
      const place = entity.name.toLowerCase().indexOf(word);
      if (place === 0) beginning.push(entity);
      else if (place > 0 && inside.length < mostNames) inside.push(entity);
    }
  }
  return [...beginning, ...inside].slice(0, mostNames).map((entity) => ({
    is: 'name' as const,
    insert: quotedValue(entity.name),
    label: entity.name,
    detail: kindDefinition(entity.kind).title,
  }));
}

function values(
  view: InventoryView,
  { typed, operator }: TokenAtCursor,
  path: string,
  kinds: readonly EntityKind[],
): Suggestion[] {
  const word = typed.toLowerCase();
  const fitting = (all: readonly { value: string; label?: string; detail?: string; count?: number }[]) =>
    all
      .map((one, place) => ({ one, place, score: valueScore(one.label ?? one.value, word) }))
      .filter(({ score }) => score > 0)
      .toSorted((a, b) => b.score - a.score || a.place - b.place)
      .map(({ one: { value, label, detail, count } }) => ({
        is: 'value' as const,
        insert: quotedValue(value),
        label: label ?? value,
        ...(detail !== undefined && { detail }),
        ...(count !== undefined && { count }),
      }));
  switch (path) {
    case 'kind':
      return fitting(
        entityKinds
          .map((kind) => ({ value: kind, detail: kindDefinition(kind).plural, count: view.all(kind).length }))
          .filter(({ count }) => count > 0)
          .toSorted((a, b) => b.count - a.count),
      );
    case 'domain':
      return fitting(domains.map((value) => ({ value })));
    case 'gone':
      return fitting([{ value: 'yes' }, { value: 'no' }]);
    case 'source':
      return fitting(merged(view, entityKinds, 'source'));
    case 'partition':
      return fitting(
        [...new Set(kinds.flatMap((kind) => view.partitions(kind)))]
          .filter((value) => value !== '')
          .toSorted(compareNatural)
          .map((value) => ({ value })),
      );
    case 'sort': {
      const descending = typed.startsWith('-');
      return fields(typed.replace(/^-/, ''), kinds)
        .filter((field) => !reserved.some(({ path: taken }) => `${taken}:` === field.insert))
        .map((field) => ({
          ...field,
          is: 'value' as const,
          insert: `${descending ? '-' : ''}${field.insert.slice(0, -1)}`,
          label: `${descending ? '-' : ''}${field.label.slice(0, -1)}`,
        }));
    }
    default: {
      const field = kinds.flatMap((kind) => fieldsOf(kind)).find((one) => one.path === path);
      const found = merged(view, kinds, path);
      const counted = new Map(found.map(({ value, count }) => [value, count]));
      const all = [
        ...found,
        // What the field may say stands there too, where nothing says it now.
        ...(field?.choices ?? [])
          .filter((value) => !counted.has(value))
          .map((value) => ({ value, count: 0 })),
      ].map((one) => {
        const written = Number.isNaN(Number(one.value)) ? one.value : attributeText(path, Number(one.value));
        return written === one.value ? one : { ...one, detail: written };
      });
      const known = word === '' && operator === ':' ? [{ value: '*', label: '*', detail: 'is known' }] : [];
      return [
        ...fitting(all).map((one) => (one.label === '*' ? { ...one, insert: '*' } : one)),
        ...known.map((one) => ({ is: 'value' as const, insert: '*', label: one.label, detail: one.detail })),
      ];
    }
  }
}

function valueScore(value: string, word: string): number {
  if (word === '') return 1;
  const lower = value.toLowerCase();
  return lower.startsWith(word) ? 2 : lower.includes(word) ? 1 : 0;
}

function merged(
  view: InventoryView,
  kinds: readonly EntityKind[],
  path: string,
): { value: string; count: number }[] {
  const [only] = kinds;
  if (kinds.length === 1 && only !== undefined) {
    return fieldValues(view.all(only) as readonly Entity[], path).map((one) => ({ ...one }));
  }
  const counts = new Map<string, number>();
  for (const kind of kinds) {
    for (const { value, count } of fieldValues(view.all(kind) as readonly Entity[], path)) {
      counts.set(value, (counts.get(value) ?? 0) + count);
    }
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .toSorted((a, b) => b.count - a.count || compareNatural(a.value, b.value));
}
