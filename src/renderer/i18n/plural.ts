import { localeOf } from './locale.ts';

/** `1 host`, `3 hosts`; numbers grouped as the language has it. English and German both tell one from many. */
export function plural(language: 'en' | 'de', value: number, one: string, many: string): string {
  return `${value.toLocaleString(localeOf(language))} ${value === 1 ? one : many}`;
}
