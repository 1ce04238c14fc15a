import { splitEntityId, type EntityId } from '../../shared/model/ids.ts';
import { isEntityKind, kindDefinition, type EntityKind } from '../../shared/model/kinds/registry.ts';
import type { Change } from '../../shared/model/change.ts';
import { attributeText, number } from './format.ts';

/** `attributes.memoryBytes` → `memory`, `relations.runs-on` → `runs on`, `labels.team` → `label team`. */
export function pathTitle(path: string): string {
  if (path.startsWith('labels.')) return `label ${path.slice('labels.'.length)}`;
  const bare = path.replace(/^(attributes|relations)\./, '');
  const words = bare
    .replace(/(Bytes|Mhz|Mbps|Ms|Percent|At|Days|Seconds|Watts)$/, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_.]/g, ' ')
    .toLowerCase()
    .trim();
  return words === '' ? bare : words;
}

/** A kind in the operators' words: `VM` or `VMs`. */
export function kindTitle(kind: EntityKind, n: number): string {
  const { title, plural } = kindDefinition(kind);
  return n === 1 ? title : plural;
}

const longest = 120;

/** One side of a change; absent is `none`. Long lists and objects are shortened, saying so. */
export function changeValueText(path: string, value: unknown): string {
  if (value === undefined || value === null) return 'none';
  const name = path.replace(/^(attributes|relations|labels)\./, '');
  const text = Array.isArray(value)
    ? value.length === 0
      ? 'none'
      : value.map((item) => itemText(name, item)).join(', ')
    : itemText(name, value);
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

function itemText(path: string, value: unknown): string {
  if (typeof value !== 'object' || value === null) return attributeText(path, value);
  const members = value as Readonly<Record<string, unknown>>;
  for (const key of ['name', 'label', 'id', 'to', 'toKey', 'device']) {
    const named = members[key];
    if (typeof named === 'string') return key === 'to' ? nameOf(named) : named;
  }
  return Object.entries(members)
    .filter(([, member]) => member !== undefined)
    .map(
      ([key, member]) =>
        `${key} ${typeof member === 'object' ? JSON.stringify(member) : attributeText(key, member)}`,
    )
    .join(' ');
}

/** The native id where nothing better is known. */
function nameOf(id: string): string {
  return splitEntityId(id as EntityId).nativeId || id;
}

/**
 * Both sides of a change. Of two lists only what differs is shown: what went, what came, and of members that
 * stayed under their name the parts that changed.
 */
export function changeSides(path: string, from: unknown, to: unknown): readonly [string, string] {
  if (!Array.isArray(from) || !Array.isArray(to)) {
    return [changeValueText(path, from), changeValueText(path, to)];
  }
  const before = new Set(from.map((item) => JSON.stringify(item)));
  const after = new Set(to.map((item) => JSON.stringify(item)));
  const went = from.filter((item) => !after.has(JSON.stringify(item)));
  const came = to.filter((item) => !before.has(JSON.stringify(item)));
  if (went.length + came.length === 0) return ['in another order', 'in this order'];
  const side = (own: readonly unknown[], other: readonly unknown[]) =>
    changeValueText(
      path,
      own.map((item) => {
        const twin = other.find((one) => nameIn(one) !== undefined && nameIn(one) === nameIn(item));
        return twin === undefined ? item : differingParts(item, twin);
      }),
    );
  return [side(went, came), side(came, went)];
}

function nameIn(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const { name, label } = item as { readonly name?: unknown; readonly label?: unknown };
  return typeof name === 'string' ? name : typeof label === 'string' ? label : undefined;
}

/** `Hard disk 1: capacity 10 GiB`: only the parts in which two members of one name differ. */
function differingParts(item: unknown, twin: unknown): string {
  const own = item as Readonly<Record<string, unknown>>;
  const other = twin as Readonly<Record<string, unknown>>;
  const parts = [...new Set([...Object.keys(own), ...Object.keys(other)])]
    .filter((key) => JSON.stringify(own[key]) !== JSON.stringify(other[key]))
    .map((key) => `${pathTitle(key)} ${changeValueText(key, own[key])}`);
  return `${nameIn(item) ?? ''}: ${parts.join(', ')}`;
}

/** Why a document has a new version, one line: `memory changed on 3 VMs; 2 hosts disappeared; 1 more change`. */
export function changeSummary(
  changes: readonly Change[],
  appeared: ReadonlyMap<EntityKind, number> = new Map(),
): string {
  const counts = new Map<string, { ids: Set<string>; text: (n: number) => string }>();
  const note = (key: string, id: string, text: (n: number) => string) => {
    const known = counts.get(key);
    if (known) known.ids.add(id);
    else counts.set(key, { ids: new Set([id]), text });
  };
  for (const change of changes) {
    if (!isEntityKind(change.kind)) continue;
    const { kind } = change;
    if (change.type === 'field') {
      note(
        `${kind} ${change.path}`,
        change.entityId,
        (n) => `${pathTitle(change.path)} changed on ${number(n)} ${kindTitle(kind, n)}`,
      );
    } else {
      note(
        `${kind} ${change.type}`,
        change.entityId,
        (n) => `${number(n)} ${kindTitle(kind, n)} ${change.type}`,
      );
    }
  }
  const parts = [
    ...[...appeared].map(([kind, n]) => ({ n, text: `${number(n)} ${kindTitle(kind, n)} added` })),
    ...[...counts.values()].map(({ ids, text }) => ({ n: ids.size, text: text(ids.size) })),
  ].toSorted((a, b) => b.n - a.n || (a.text < b.text ? -1 : 1));
  const shown = parts.slice(0, 3).map(({ text }) => text);
  if (parts.length > 3) shown.push(`${parts.length - 3} more kinds of change`);
  return shown.join('; ');
}
