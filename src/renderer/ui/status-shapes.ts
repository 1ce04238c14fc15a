export type Status = 'ok' | 'info' | 'warning' | 'critical' | 'unknown';

/** A status is colour, shape and word everywhere; where there is no room for the word, colour and shape. */
export const statusShapes: Readonly<Record<Status, string>> = {
  ok: '✓',
  info: '●',
  warning: '▲',
  critical: '■',
  unknown: '?',
};
