/** A sentence with where it stands in the text. */
export interface Sentence {
  readonly text: string;
  readonly at: number;
}

const abbreviations =
  /(?:\b(?:e\.g|i\.e|approx|ca|z\. ?B|d\. ?h|u\. ?a|etc|vs|bzw|incl|inkl|max|min|resp|no|nr|dr|st|[A-Z])\.)$/i;

/**
 * Takes text apart into sentences. A full stop inside a name, a number, a date (`5. November`) or behind an
 * abbreviation ends none; a line break does, so that list entries stand alone.
 */
export function sentencesOf(text: string): readonly Sentence[] {
  const found: Sentence[] = [];
  let start = 0;
  const close = (end: number) => {
    const raw = text.slice(start, end);
    const trimmed = raw.trim();
    if (trimmed !== '') found.push({ text: trimmed, at: start + raw.indexOf(trimmed) });
    start = end;
  };
  for (let i = 0; i < text.length; i += 1) {
    const sign = text[i] ?? '';
    if (sign === '\n') {
      close(i);
      continue;
    }
    if (!'.!?'.includes(sign)) continue;
    let end = i + 1;
    while (/[)"'”“’»\]]/.test(text[end] ?? '')) end += 1;
    const next = text.slice(end, end + 3);
    if (next !== '' && !/^\s/.test(next)) continue;
    if (sign === '.' && next !== '') {
      const before = text.slice(Math.max(0, i - 8), i + 1);
      if (abbreviations.test(before)) continue;
      // `5. November`, `1. Host`: an ordinal, unless a number ends the sentence before a capital that is no month.
      if (
        /(?:^|\s)\d{1,2}\.$/.test(before) &&
        /^\s+(?:Jan|Feb|Mär|Mar|Apr|Mai|May|Jun|Jul|Aug|Sep|Okt|Oct|Nov|Dez|Dec)/.test(
          text.slice(end, end + 6),
        )
      )
        continue;
    }
    close(end);
    i = end - 1;
  }
  close(text.length);
  return found;
}
