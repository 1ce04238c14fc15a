/**
 * How quantities are written in documents: English, binary sizes, decimal link speeds, UTC. Every function takes the
 * unit that its name or parameter says and returns text; none of them invents a value for one that is missing.
 */

/** 12,345,678 or 1,234.50: thousands separated, `digits` decimals. */
export function number(value: number, digits = 0): string {
  if (!Number.isFinite(value)) return String(value);
  // Most of the numbers in most documents.
  if (digits === 0 && value >= 0 && value < 1000 && Number.isInteger(value)) return String(Math.abs(value));
  const fixed = Math.abs(value).toFixed(digits);
  const point = fixed.indexOf('.');
  const whole = point === -1 ? fixed : fixed.slice(0, point);
  const text = grouped(whole) + (point === -1 ? '' : fixed.slice(point));
  return value < 0 && /[1-9]/.test(fixed) ? `-${text}` : text;
}

/** Digits in threes; a pattern would look ahead from every one of them. Beyond 10²¹ there is an exponent instead. */
function grouped(whole: string): string {
  if (whole.length <= 3 || whole.includes('e')) return whole;
  let first = whole.length % 3;
  if (first === 0) first = 3;
  let text = whole.slice(0, first);
  for (let i = first; i < whole.length; i += 3) text += `,${whole.slice(i, i + 3)}`;
  return text;
}

/** `1 host`, `3 hosts`, `no hosts`. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${value === 0 ? 'no' : number(value)} ${value === 1 ? one : many}`;
}

const binaryUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;

/** Bytes in the largest binary unit below the value; two decimals, none where the value is whole: `4 GiB`, `1.82 TiB`. */
export function bytes(value: number): string {
  return scaled(value, 1024, binaryUnits);
}

const bitUnits = ['Mbit/s', 'Gbit/s', 'Tbit/s'] as const;

/** A link speed or rate in Mbit/s: `100 Mbit/s`, `25 Gbit/s`. */
export function megabits(value: number): string {
  return scaled(value, 1000, bitUnits);
}

const hertzUnits = ['MHz', 'GHz'] as const;

/** A clock rate or CPU capacity in MHz: `2.40 GHz`; a cluster's sum is GHz too, as vCenter shows it. */
export function megahertz(value: number): string {
  return scaled(value, 1000, hertzUnits);
}

function scaled(value: number, step: number, units: readonly string[]): string {
  let size = value;
  let unit = 0;
  // Steps up also where rounding would print 1,024.00 of the smaller unit.
  while (unit < units.length - 1 && Math.abs(size) >= step - 0.005) {
    size /= step;
    unit += 1;
  }
  return `${number(size, Number.isInteger(size) ? 0 : 2)} ${units[unit]}`;
}

/** A percentage given as 0–100; one decimal: `91.2 %`. */
export function percent(value: number, digits = 1): string {
  return `${number(value, Number.isInteger(value) ? 0 : digits)} %`;
}

/** A ratio as `4.5:1`. */
export function ratio(value: number): string {
  return `${number(value, Number.isInteger(value) ? 0 : 2)}:1`;
}

export function milliseconds(value: number): string {
  if (Math.abs(value) >= 60_000) return seconds(value / 1000);
  if (Math.abs(value) >= 1000) return `${number(value / 1000, 2)} s`;
  return `${number(value, Number.isInteger(value) ? 0 : 2)} ms`;
}

/** A duration in seconds by its two largest units: `45 s`, `3 min 20 s`, `5 h 2 min`, `12 d 4 h`. */
export function seconds(value: number): string {
  const sign = value < 0 ? '-' : '';
  const total = Math.abs(value);
  if (total < 60) return `${sign}${number(total, Number.isInteger(total) ? 0 : 2)} s`;
  const whole = Math.round(total);
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor((whole % 86_400) / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = whole % 60;
  const parts =
    days > 0
      ? [days, 'd', hours, 'h']
      : hours > 0
        ? [hours, 'h', minutes, 'min']
        : ([minutes, 'min', rest, 's'] as const);
  const [first, firstUnit, second, secondUnit] = parts;
  return `${sign}${number(Number(first))} ${firstUnit}${Number(second) > 0 ? ` ${second} ${secondUnit}` : ''}`;
}

export function days(value: number): string {
  return `${number(value, Number.isInteger(value) ? 0 : 1)} d`;
}

export function watts(value: number): string {
  return Math.abs(value) >= 10_000
    ? `${number(value / 1000, 2)} kW`
    : `${number(value, Number.isInteger(value) ? 0 : 1)} W`;
}

/** Full days and hours from `from` to `to`; negative when `to` is earlier. */
export function age(from: string, to: string): string {
  return seconds(Math.trunc((Date.parse(to) - Date.parse(from)) / 1000));
}

/** `2026-11-23 14:05 UTC`; text that is no instant is returned as it came. */
export function instantText(value: string): string {
  const time = utc(value);
  return time === undefined ? value : `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
}

/** `2026-11-23`, in UTC. */
export function dateText(value: string): string {
  return utc(value)?.slice(0, 10) ?? value;
}

export function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

function utc(value: string): string | undefined {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value)) return value;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/**
 * Writes an attribute by the unit in its name (see KindDefinition): `…Bytes`, `…Mhz`, `…Mbps`, `…Ms`, `…Percent`,
 * `…At`, `…Days`, `…Seconds`, `…Watts`. Lists are joined; an empty list or text is `none`, which was observed,
 * unlike an absent attribute. Objects inside lists need a format of their own.
 */
export function attributeText(path: string, value: unknown): string {
  if (typeof value === 'number') return quantity(path, value);
  if (typeof value === 'boolean') return yesNo(value);
  if (typeof value === 'string') {
    if (value === '') return 'none';
    return path.endsWith('At') ? instantText(value) : value;
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? 'none' : value.map((item) => attributeText(path, item)).join(', ');
  }
  return JSON.stringify(value) ?? String(value);
}

function quantity(path: string, value: number): string {
  if (path.endsWith('Bytes')) return bytes(value);
  if (path.endsWith('Mbps')) return megabits(value);
  if (path.endsWith('Mhz')) return megahertz(value);
  if (path.endsWith('Percent')) return percent(value);
  if (path.endsWith('Seconds')) return seconds(value);
  if (path.endsWith('Watts')) return watts(value);
  if (path.endsWith('Days')) return days(value);
  if (path.endsWith('Ms')) return milliseconds(value);
  return number(value, Number.isInteger(value) ? 0 : 2);
}

/** Attributes whose name says a quantity stand right-aligned. */
export function isQuantityPath(path: string): boolean {
  return /(Bytes|Mbps|Mhz|Percent|Seconds|Watts|Days|Ms|Count)$/.test(path);
}
