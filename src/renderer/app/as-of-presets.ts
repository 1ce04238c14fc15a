const hourMs = 3_600_000;

/** Moments that are asked for often, in milliseconds before now. */
export const asOfPresets = [
  { key: 'hour', ms: hourMs },
  { key: 'hours8', ms: 8 * hourMs },
  { key: 'day', ms: 24 * hourMs },
  { key: 'week', ms: 7 * 24 * hourMs },
  { key: 'month', ms: 30 * 24 * hourMs },
] as const;
