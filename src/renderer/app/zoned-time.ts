/** An instant's wall clock in a zone, as it is typed: `2026-11-23 14:05`. */
export function wallClock(at: Date, zone: string | undefined): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(zone !== undefined && { timeZone: zone }),
  }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`;
}

/**
 * The instant at which a zone's clocks show this. Where they show it twice (in autumn) the earlier one; where they skip
 * it (in spring) the moment at which they went on.
 * @returns undefined for what is no date and time
 */
export function instantOfWallClock(text: string, zone: string | undefined): Date | undefined {
  const parts = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2}))?\s*$/.exec(text);
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  const asUtc = Date.UTC(year, month - 1, day, hour, minute);
  // The calendar knows no 31st of November.
  const read = new Date(asUtc);
  if (read.getUTCMonth() !== month - 1 || read.getUTCDate() !== day || hour > 23 || minute > 59)
    return undefined;
  const offsetAt = (ms: number) =>
    Date.parse(`${wallClock(new Date(ms), zone).replace(' ', 'T')}:00Z`) - Math.floor(ms / 60_000) * 60_000;
  // The offset is one of those that hold around it: the larger gives the earlier instant.
  const offsets = [offsetAt(asUtc - 86_400_000), offsetAt(asUtc + 86_400_000)].toSorted((a, b) => b - a);
  for (const offset of offsets) {
    if (offsetAt(asUtc - offset) === offset) return new Date(asUtc - offset);
  }
  return new Date(asUtc - (offsets.at(-1) ?? 0));
}
