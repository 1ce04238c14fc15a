import type { ProseSentence } from './model/block.ts';
import type { EntityId } from './model/ids.ts';
import { fieldTitle } from './model/kind-fields.ts';

/** An entity that sentences stand on, with what of it. */
export interface NumberedSource {
  readonly id: EntityId;
  readonly name: string;
  readonly paths: readonly string[];
}

/** Sources of one sentence that are listed beneath: a count over hundreds names the first few. */
const mostListed = 8;

/** Each entity once, in the order in which sentences stand on them. */
export function numberedSources(sentences: readonly ProseSentence[]): {
  readonly numbers: readonly (readonly number[])[];
  readonly sources: readonly NumberedSource[];
} {
  const places = new Map<
    EntityId,
    { readonly n: number; readonly name: string; readonly paths: Set<string> }
  >();
  const numbers = sentences.map(({ sources }) => {
    const own = new Set<number>();
    for (const { id, name, path } of sources) {
      let place = places.get(id);
      if (place === undefined) {
        if (own.size >= mostListed) continue;
        place = { n: places.size + 1, name, paths: new Set() };
        places.set(id, place);
      }
      place.paths.add(sourceTitle(path));
      own.add(place.n);
    }
    return [...own].toSorted((a, b) => a - b);
  });
  const sources = [...places].map(([id, { name, paths }]) => ({ id, name, paths: [...paths] }));
  return { numbers, sources };
}

/** `attributes.memoryBytes` → Memory, `relations.runs-on` → runs on. */
function sourceTitle(path: string): string {
  const [group, ...rest] = path.split('.');
  const name = rest.join('.');
  switch (group ?? '') {
    case 'attributes':
      return fieldTitle(name);
    case 'relations':
      return name === '' ? 'relations' : name.replaceAll('-', ' ');
    case 'changes':
      return `change of ${fieldTitle(name.replace(/^attributes\./, '')).toLowerCase()}`;
    default:
      return path;
  }
}
