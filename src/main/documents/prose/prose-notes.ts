import type { Block } from '../../../shared/model/block.ts';
import { instantText } from '../format.ts';

/** What stands beneath prose: who wrote it, what was left out, and that it is stale. */
export function proseNotes(block: Extract<Block, { t: 'prose' }>): readonly string[] {
  const { omitted, model, writtenAt, stale } = block;
  return [
    `Written by ${model}, ${instantText(writtenAt)}, and checked against the inventory.`,
    ...(omitted === 0
      ? []
      : [
          `${omitted} ${omitted === 1 ? 'sentence was' : 'sentences were'} left out: ${omitted === 1 ? 'it' : 'they'} could not be supported by the inventory.`,
        ]),
    ...(stale === true ? ['Stale: what it was written from has changed since.'] : []),
  ];
}
