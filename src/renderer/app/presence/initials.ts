/** `Alice Baker` → AB, `bob` → BO, `j.doe@example.org` → JD: what tells two people apart where there is little room. */
export function initialsOf(name: string): string {
  const words = (name.split('@', 1)[0] ?? '').split(/[\s._-]+/u).filter((word) => word !== '');
  const [first = '?', second] = words;
  const letters = second === undefined ? start(first, 2) : start(first, 1) + start(second, 1);
  return letters.toLocaleUpperCase();
}

/** Letters as people count them: one that is written with an accent of its own stays whole. */
function start(word: string, count: number): string {
  const segments = new Intl.Segmenter().segment(word);
  return Array.from(segments, ({ segment }) => segment)
    .slice(0, count)
    .join('');
}
