const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const decimal = ['', 'k', 'M', 'G', 'T', 'P', 'E'];

/** Bytes of a Kubernetes quantity of storage: `40Gi`, `1T`, `1e9`; NaN for what is none. */
export function quantityBytes(text: string): number {
  const parts = /^(\d+(?:\.\d+)?(?:e\d+)?)([A-Za-z]*)$/.exec(text);
  if (!parts) return Number.NaN;
  const [, number, suffix = ''] = parts;
  if (binary.includes(suffix)) return Number(number) * 1024 ** binary.indexOf(suffix);
  return decimal.includes(suffix) ? Number(number) * 1000 ** decimal.indexOf(suffix) : Number.NaN;
}
