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

/** What two lists differ by; undefined unless both are lists. */
export function listDifference(change: Change): { added: string[]; removed: string[] } | undefined {
  const { from, to } = change;
  if (!Array.isArray(from) || !Array.isArray(to)) return undefined;
  const key = (item: unknown) => JSON.stringify(item);
  const before = new Set(from.map(key));
  const after = new Set(to.map(key));
  const name = change.path.replace(/^(attributes|relations)\./, '');
  return {
    added: to.filter((item) => !before.has(key(item))).map((item) => itemText(name, item)),
    removed: from.filter((item) => !after.has(key(item))).map((item) => itemText(name, item)),
  };
}

/** The change as one phrase: `memory 4 GiB → 8 GiB`, `disks +Hard disk 2`, `disappeared`. */
export function changeText(change: Change): string {
  switch (change.type) {
    case 'disappeared':
      return 'disappeared';
    case 'returned':
      return 'returned';
    case 'field': {
      const title = pathTitle(change.path);
      const difference = listDifference(change);
      if (difference !== undefined && difference.added.length + difference.removed.length > 0) {
        const both = difference.added.filter((item) => difference.removed.includes(item));
        const parts = [
          ...difference.added.filter((item) => !both.includes(item)).map((item) => `+${item}`),
          ...difference.removed.filter((item) => !both.includes(item)).map((item) => `−${item}`),
          ...both.map((item) => `${item} changed`),
        ];
        const text = parts.join(', ');
        return `${title} ${text.length <= 2 * longest ? text : `${text.slice(0, 2 * longest - 1)}…`}`;
      }
      return `${title} ${changeValueText(change.path, change.from)} → ${changeValueText(change.path, change.to)}`;
    }
  }
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
