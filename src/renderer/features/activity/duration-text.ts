import { milliseconds } from '../../../shared/format.ts';

/** How long something took, or takes until now. Units as the field writes them, in any language. */
export function durationText(from: string, to: string | number): string {
  const end = typeof to === 'number' ? to : Date.parse(to);
  const ms = Math.max(0, end - Date.parse(from));
  // Below a minute a tenth of a second is enough to tell.
  return ms >= 1_000 && ms < 60_000 ? `${(ms / 1_000).toFixed(1)} s` : milliseconds(Math.round(ms));
}
