import type { SettingControl } from './setting-field.tsx';

const units: readonly (readonly [RegExp, string])[] = [
  [/Percent$/, '%'],
  [/Minutes$/, 'min'],
  [/Hours$/, 'h'],
  [/Days$/, 'd'],
  [/Seconds$/, 's'],
  [/Ms$/, 'ms'],
  [/Bytes$/, 'B'],
  [/Mib$/, 'MiB'],
  [/Gib$/, 'GiB'],
  [/Mbps$/, 'Mbit/s'],
  [/Mhz$/, 'MHz'],
  [/Watts$/, 'W'],
];

/** A threshold's name taken apart: names say their unit, `warningPercent` is "warning" in %. */
export function thresholdLabel(name: string): {
  readonly label: string;
  readonly unit: string | undefined;
  withValue(value: string): string;
} {
  const found = units.find(([pattern]) => pattern.test(name));
  const bare = found ? name.replace(found[0], '') : name;
  const words = (bare === '' ? name : bare).replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  const unit = found?.[1];
  return {
    label: words.charAt(0).toUpperCase() + words.slice(1),
    unit,
    withValue: (value) => `${words} ${value}${unit === undefined ? '' : ` ${unit}`}`,
  };
}

export function thresholdControl(
  schema: Readonly<Record<string, unknown>>,
  unit: string | undefined,
): SettingControl {
  const { type } = schema;
  const choices = schema['enum'];
  if (Array.isArray(choices)) {
    return { type: 'choice', options: choices.map((one) => ({ value: String(one), label: String(one) })) };
  }
  if (type === 'number' || type === 'integer') {
    return { type: 'number', ...(unit !== undefined && { unit }) };
  }
  if (type === 'boolean') return { type: 'switch' };
  return type === 'string' ? { type: 'text' } : { type: 'json' };
}
