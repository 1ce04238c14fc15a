import { instant, type Instant } from '../../../shared/model/ids.ts';

/** Without the members that are undefined: an absent attribute is unknown. */
export function defined<T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

export function instantOf(time: string | undefined): Instant | undefined {
  return time === undefined ? undefined : instant(Date.parse(time));
}

/** ISO 8601 duration of days and shorter in whole seconds. */
export function secondsOf(duration: string | undefined): number | undefined {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?$/.exec(duration ?? '');
  if (!parts) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  return days * 86_400 + hours * 3_600 + minutes * 60 + seconds;
}

/** Microseconds to milliseconds, two decimals. */
export function milliseconds(microseconds: number | undefined): number | undefined {
  return microseconds === undefined ? undefined : Math.round(microseconds / 10) / 100;
}

/** Bytes a second to Mbit/s, two decimals. */
export function megabits(bytesPerSecond: number | undefined): number | undefined {
  return bytesPerSecond === undefined ? undefined : Math.round((bytesPerSecond * 8) / 10_000) / 100;
}

export function wwn(value: string): string {
  return value.toLowerCase().replaceAll(/[^0-9a-f]/g, '');
}
