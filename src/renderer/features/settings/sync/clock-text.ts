import type { Catalogue } from '../../../i18n/catalogue.tsx';

/** More than this, and times that two workstations wrote are told in the wrong order. */
const warnMs = 60_000;

/** How far this clock is from the server's, in words; only what a request can tell. */
export function clockText(
  skewMs: number,
  words: Catalogue['sync']['state'],
): { readonly text: string; readonly off: boolean } {
  const by = Math.abs(skewMs);
  if (by < 1_500) return { text: words.clockSame, off: false };
  const text = lengthText(by, words);
  return { text: skewMs > 0 ? words.clockAhead(text) : words.clockBehind(text), off: by > warnMs };
}

function lengthText(ms: number, words: Catalogue['sync']['state']): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 120) return words.seconds(seconds);
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? words.minutes(minutes) : words.hours(Math.round(minutes / 60));
}
