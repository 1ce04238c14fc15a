/** An instant's wall clock in a zone, as `<input type="datetime-local">` takes it: `2026-11-23T14:05`. */
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
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/**
 * The instant at which a zone's clocks show this. Where they show it twice (in autumn) the earlier one; where they skip
 * it (in spring) the moment at which they went on.
 * @returns undefined for what is no date and time
 */
export function instantOfWallClock(text: string, zone: string | undefined): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return undefined;
  const asUtc = Date.parse(`${text.slice(0, 16)}:00Z`);
  if (Number.isNaN(asUtc)) return undefined;
  const offsetAt = (ms: number) =>
    Date.parse(`${wallClock(new Date(ms), zone)}:00Z`) - Math.floor(ms / 60_000) * 60_000;
  // The offset is one of those that hold around it: the larger gives the earlier instant.
  const offsets = [offsetAt(asUtc - 86_400_000), offsetAt(asUtc + 86_400_000)].toSorted((a, b) => b - a);
  for (const offset of offsets) {
    if (offsetAt(asUtc - offset) === offset) return new Date(asUtc - offset);
  }
  return new Date(asUtc - (offsets.at(-1) ?? 0));
}
