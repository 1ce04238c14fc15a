const quotes = /"([^"\n]{1,300})"|“([^”“\n]{1,300})”|„([^“”\n]{1,300})[“”]|«([^»\n]{1,300})»/g;

/** What stands between quotation marks, English or German. */
export function quotedIn(text: string): string[] {
  return [...text.matchAll(quotes)].map(
    ([, ...inner]) => inner.find((one) => one !== undefined)?.trim() ?? '',
  );
}

/** A text with the words of whoever speaks, without those that they quote. */
export function withoutQuoted(text: string): string {
  return text.replaceAll(quotes, ' ');
}
