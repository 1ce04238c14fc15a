import type { Entity } from '../../shared/model/entity.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { InventoryView } from '../inventory/view.ts';
import type { EntityIndex, NamedThing } from './entity-index.ts';
import { fold } from './fold.ts';
import { kindWeight, namesKind } from './kind-weight.ts';
import { queryWords } from './query-words.ts';
import { hasOneError, mayNameWithError } from './one-error.ts';

/** An entity that a text names, by whatever name. */
export interface NamedEntityMatch {
  readonly id: EntityId;
  readonly kind: EntityKind;
  readonly name: string;
  /** The words of the text that name it. */
  readonly words: string;
  readonly how: 'name' | 'short-name' | 'misspelt' | 'address' | 'serial';
}

/** A name of several words is looked for in so many that stand together. */
const mostWordsInName = 4;
const mostWords = 60;
/** Of what one name is shared by, and in all. */
const mostOfOneName = 6;
const most = 24;

/**
 * Words that things are called by and that are said of everything: they name a thing only in quotes, or beside the
 * word for its kind (`namespace default`).
 */
const ordinary = new Set(
  'default test tests prod production staging dev development system public private internal external data storage network networks cluster clusters host hosts node nodes server servers service services backup backups management monitoring database databases web app apps application all any none local global core edge main primary secondary master worker workers control volume volumes disk disks memory cpu vm vms pod pods the a an is are in of on to for with and or not ready running down up state status error errors alert alerts open closed rack site switch router port ports interface interfaces cache logs log metrics config name names version info user users admin root image images security default-router standard'.split(
    ' ',
  ),
);

interface Word {
  readonly text: string;
  readonly folded: string;
  readonly quoted: boolean;
}

/** Every entity that the text names: whole names first, then short ones, then one error in a long one. */
export function namedEntities(text: string, view: InventoryView, index: EntityIndex): NamedEntityMatch[] {
  const words = wordsOf(text);
  const found = new Map<EntityId, NamedEntityMatch>();
  const used = new Set<number>();
  for (let length = Math.min(mostWordsInName, words.length); length >= 1; length--) {
    for (let at = 0; at + length <= words.length; at++) {
      const together = words.slice(at, at + length);
      if (together.some((_, offset) => used.has(at + offset))) continue;
      const matches = matchesOf(together, words, at, view, index);
      if (matches.length === 0) continue;
      together.forEach((_, offset) => used.add(at + offset));
      for (const match of matches) if (!found.has(match.id)) found.set(match.id, match);
    }
  }
  if (found.size === 0) {
    for (const word of words) {
      if (word.quoted || !mayNameWithError(word.folded)) continue;
      const near = index.names((name) => hasOneError(name, word.folded));
      // What resembles many names is none of them.
      if (near.length === 0 || near.length > 3) continue;
      for (const thing of best(near, view)) found.set(thing.id, matched(thing, word.text, 'misspelt'));
    }
  }
  return [...found.values()].slice(0, most);
}

function matchesOf(
  together: readonly Word[],
  words: readonly Word[],
  at: number,
  view: InventoryView,
  index: EntityIndex,
): NamedEntityMatch[] {
  const text = together.map((word) => word.text).join(' ');
  const folded = together.map((word) => word.folded).join(' ');
  const [first] = together;
  if (first === undefined || folded.length < 2) return [];
  const beside = [words[at - 1]?.folded, words[at + together.length]?.folded];
  const isSaidOfAll =
    together.length === 1 && !first.quoted && (ordinary.has(folded) || /^\d+$/.test(folded));
  const mayBe = (thing: NamedThing) =>
    !isSaidOfAll || beside.some((word) => word !== undefined && namesKind(word, thing.kind));
  const exact = index.exact(folded).filter(mayBe);
  if (exact.length > 0) return best(exact, view).map((entity) => matched(entity, text, howOf(exact, entity)));
  if (together.length > 1) return [];
  const hex = queryWords(first.folded)[0]?.hex?.text;
  if (hex !== undefined) {
    const byNumber = index.exact(hex);
    if (byNumber.length > 0) return best(byNumber, view).map((entity) => matched(entity, text, 'address'));
  }
  // Not for addresses: 10.1.2.3 has no short name.
  if (/^[\d.:/]+$/.test(folded) || isSaidOfAll) return [];
  const short = index.shortNamed(folded);
  if (short.length > 0) return best(short, view).map((entity) => matched(entity, text, 'short-name'));
  const slash = folded.lastIndexOf('/');
  if (slash > 0) {
    const own = folded.slice(slash + 1);
    const parent = folded.slice(0, slash).split('/').at(-1) ?? '';
    const within = index.exact(own).filter(({ id }) =>
      fold(view.get(id)?.partition ?? '')
        .split('/')
        .includes(parent),
    );
    return best(within, view).map((entity) => matched(entity, text, 'name'));
  }
  const dot = folded.indexOf('.');
  const label = folded.slice(0, dot);
  if (dot > 2 && /[\d-]/.test(label)) {
    return best(index.exact(label), view).map((entity) => matched(entity, text, 'short-name'));
  }
  return [];
}

function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const [, quoted, plain] of text.matchAll(/[`"“„']([^`"”“'\n]{1,120})[`"”“']|(\S+)/g)) {
    if (quoted !== undefined) {
      words.push({ text: quoted, folded: fold(quoted).trim(), quoted: true });
      continue;
    }
    const trimmed = (plain ?? '').replace(/^[([{<,;:!?.'"]+/, '').replace(/(?:'s)?[)\]}>,;:!?.'"]+$|'s$/, '');
    if (trimmed !== '') words.push({ text: trimmed, folded: fold(trimmed), quoted: false });
    if (words.length >= mostWords) break;
  }
  return words;
}

/** Those that are still there, kinds that operators ask for first. */
function best(things: readonly NamedThing[], view: InventoryView): Entity[] {
  const entities = [...new Set(things.map(({ id }) => id))]
    .flatMap((id) => view.get(id) ?? [])
    .filter((entity) => entity.disappearedAt === undefined && entity.kind !== 'finding');
  return entities.toSorted((a, b) => kindWeight(b.kind) - kindWeight(a.kind)).slice(0, mostOfOneName);
}

function howOf(things: readonly NamedThing[], { id }: Entity): NamedEntityMatch['how'] {
  const thing = things.find((one) => one.id === id);
  if (thing === undefined || thing.field === 'name') return 'name';
  if (
    /^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d+)?$|^[0-9a-f:]*:[0-9a-f:]+(?:\/\d+)?$|^[0-9a-f]{12}$/.test(thing.text)
  ) {
    return 'address';
  }
  return /^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+$/.test(thing.text) ? 'name' : 'serial';
}

function matched(entity: Entity, words: string, how: NamedEntityMatch['how']): NamedEntityMatch {
  return { id: entity.id, kind: entity.kind, name: entity.name, words, how };
}
