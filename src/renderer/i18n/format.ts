import { usePreferences } from '../app/preferences.ts';
import { localeOf } from './locale.ts';

export interface Format {
  /** A count, grouped as the language has it. Values of entities keep the field's way: src/shared/format.ts. */
  readonly number: (value: number, digits?: number) => string;
  /** 0–100. */
  readonly percent: (value: number) => string;
  readonly list: (items: readonly string[]) => string;
}

const formats = new Map<string, Format>();

/** How the language writes what the console counts itself. */
export function formatFor(language: 'en' | 'de'): Format {
  const known = formats.get(language);
  if (known) return known;
  const locale = localeOf(language);
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const format: Format = {
    number: (value, digits = 0) =>
      value.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    percent: (value) => percents.format(value / 100),
    list: (items) => lists.format(items),
  };
  formats.set(language, format);
  return format;
}

export function useFormat(): Format {
  return formatFor(usePreferences(({ language }) => language));
}
