/**
 * The type among `offered` (the first is ours to choose) that an `Accept` header prefers.
 * @returns undefined when it accepts none of them
 */
export function preferredType<T extends string>(accept: string, offered: readonly T[]): T | undefined {
  if (accept.trim() === '') return offered[0];
  const ranges = accept.split(',').map((part) => {
    const [range = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    return { range, quality: q === undefined ? 1 : Number(q.slice(2)) || 0 };
  });
  const qualityOf = (type: string) => {
    const [major = ''] = type.split('/');
    // The most specific range decides, whatever the others say.
    for (const range of [type, `${major}/*`, '*/*']) {
      const found = ranges.find((one) => one.range === range);
      if (found) return found.quality;
    }
    return 0;
  };
  let best: { type: T; quality: number } | undefined;
  for (const type of offered) {
    const quality = qualityOf(type);
    if (quality > (best?.quality ?? 0)) best = { type, quality };
  }
  return best?.type;
}
