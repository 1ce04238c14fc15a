/** Whether all words of a filter stand in a run's texts. */
export function hasWords(words: readonly string[], ...texts: readonly (string | undefined)[]): boolean {
  if (words.length === 0) return true;
  const text = texts.join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}

export function wordsOf(text: string | undefined): string[] {
  return (text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
}

/** Bounds of an indexed time, as a selector. */
export function between(since: string | undefined, until: string | undefined) {
  return {
    ...(since !== undefined && { $gte: since }),
    ...(until !== undefined && { $lte: until }),
  };
}
