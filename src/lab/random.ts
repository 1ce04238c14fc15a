import type { LabRandom } from './domain.ts';

/** sfc32 seeded by FNV-1a of the seed and the purpose: small, quick, and the same on every machine. */
export function createLabRandom(seed: string, purpose: string): LabRandom {
  let [a, b, c, d] = [0, 1, 2, 3].map((lane) => fnv1a(`${lane}/${seed}/${purpose}`)) as [
    number,
    number,
    number,
    number,
  ];
  const unit = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 12; i++) unit();
  const int = (from: number, to: number) => from + Math.floor(unit() * (to - from + 1));
  return {
    unit,
    int,
    pick: (items) => {
      const item = items[int(0, items.length - 1)];
      if (item === undefined) throw new RangeError('pick: expected at least one item, got none');
      return item;
    },
    chance: (probability) => unit() < probability,
    hex: (length) => Array.from({ length }, () => int(0, 15).toString(16)).join(''),
  };
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}
