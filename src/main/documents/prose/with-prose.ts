import type { Block } from '../../../shared/model/block.ts';
import type { DocumentSection } from '../../../shared/model/document.ts';

/**
 * A section as it is shown: what was written of it stands before what it was written from.
 * @param facts digest of the facts as they are now, when the section is shown as it stands
 */
export function withProse(section: DocumentSection, facts?: string): DocumentSection {
  const { prose, ...rest } = section;
  if (prose === undefined) return section;
  if (prose.sentences.length === 0 && prose.omitted === 0) return rest;
  const { facts: from, ...written } = prose;
  const stale = facts !== undefined && facts !== from;
  const block: Block = { t: 'prose', ...written, ...(stale ? { stale: true as const } : {}) };
  return { ...rest, blocks: [block, ...section.blocks] };
}
