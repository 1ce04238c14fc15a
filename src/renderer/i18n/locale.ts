/**
 * How numbers and times of a language are written. An English-speaking operations room outside of America reads 23/11,
 * not 11/23.
 */
export function localeOf(language: string): string {
  switch (language) {
    case 'en':
      return 'en-GB';
    case 'de':
      return 'de-DE';
    default:
      return language;
  }
}
