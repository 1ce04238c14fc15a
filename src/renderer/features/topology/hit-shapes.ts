import type { Hit } from './node-text.ts';

/** Shape beside colour and word. */
export const hitShapes: Readonly<Record<Hit, string>> = {
  failed: '✕',
  lost: '■',
  restarts: '▲',
  reduced: '◆',
  none: '',
};
