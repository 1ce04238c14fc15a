/**
 * A unit vector of a text: its words and parts of words, each hashed to a place and a sign. Texts that share words are
 * near each other, also where a word is inflected; the same text always has the same vector.
 */
export function scriptedVector(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  const add = (feature: string, weight: number) => {
    const hash = fnv(feature);
    const place = hash % dimensions;
    vector[place] = (vector[place] ?? 0) + (hash & 0x8000_0000 ? -weight : weight);
  };
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    add(word, 1);
    const framed = `^${word}$`;
    for (let i = 0; i + 3 <= framed.length; i++) add(`#${framed.slice(i, i + 3)}`, 0.3);
  }
  const length = Math.hypot(...vector);
  if (length === 0) vector[0] = 1;
  return length === 0 ? vector : vector.map((value) => value / length);
}

function fnv(text: string): number {
  let hash = 0x811c_9dc5;
  for (const byte of Buffer.from(text, 'utf8')) hash = Math.imul(hash ^ byte, 0x0100_0193);
  return hash >>> 0;
}
