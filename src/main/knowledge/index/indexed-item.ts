import type { EntityId, Instant } from '../../../shared/model/ids.ts';
import type { PassageOrigin } from '../knowledge.ts';

/** What is written to the index in one piece, and again when its digest is another one: a section, a note, a file. */
export interface IndexedItem {
  readonly origin: PassageOrigin;
  readonly digest: string;
  readonly title: string;
  /** Words that say where it is: a document's id, a file's path. */
  readonly path: string;
  readonly at: Instant;
  /** What it describes is gone. */
  readonly retired: boolean;
  readonly chunks: readonly IndexedChunk[];
}

export interface IndexedChunk {
  readonly headings: readonly string[];
  readonly text: string;
  /** Entities that it carries; true: links to the entity lead here. */
  readonly entities: ReadonlyMap<EntityId, boolean>;
}

/** One line for each place; the same for as long as it is the same place. */
export function itemKey(origin: PassageOrigin): string {
  switch (origin.is) {
    case 'document':
      return `document\n${origin.document}\n${origin.section}`;
    case 'note':
      return `note\n${origin.document}\n${origin.note}`;
    case 'file':
      return `file\n${origin.folder}\n${origin.file}`;
  }
}

export function originOf(key: string): PassageOrigin {
  const [is, owner = '', ...rest] = key.split('\n');
  const place = rest.join('\n');
  if (is === 'document') return { is, document: owner, section: place };
  return is === 'note' ? { is, document: owner, note: place } : { is: 'file', folder: owner, file: place };
}
