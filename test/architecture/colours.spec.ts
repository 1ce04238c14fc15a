import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('src/renderer/ui/tokens.css', 'utf8');

function tokensOf(scheme: 'dark' | 'light'): Map<string, string> {
  const block =
    new RegExp(`:root\\[data-mantine-color-scheme='${scheme}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  return new Map(
    [...block.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.040_45 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** As WCAG 2 has it: 1 to 21. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const surfaces = ['background', 'surface-0', 'surface-1', 'surface-2', 'surface-3'];
const texts = [
  'text-1',
  'text-2',
  'text-3',
  'accent',
  'ok',
  'info',
  'warning',
  'critical',
  'unknown',
  'added',
  'removed',
];
const pairs: readonly (readonly [string, string])[] = [
  ...texts.flatMap((text) => surfaces.map((surface) => [text, surface] as const)),
  ...['text-1', 'text-2', 'text-3', 'accent'].flatMap((text) =>
    ['accent-surface', 'ok-surface', 'info-surface', 'warning-surface', 'critical-surface', 'tint'].map(
      (surface) => [text, surface] as const,
    ),
  ),
  ['ok', 'ok-surface'],
  ['info', 'info-surface'],
  ['warning', 'warning-surface'],
  ['critical', 'critical-surface'],
  ['on-accent', 'accent-solid'],
  ['on-accent', 'accent-solid-hover'],
  ['on-accent', 'critical-solid'],
  ['on-tooltip', 'tooltip'],
];

describe.each(['dark', 'light'] as const)('colours of the %s theme', (scheme) => {
  const tokens = tokensOf(scheme);
  const value = (name: string) => {
    const found = tokens.get(name);
    if (found === undefined) throw new Error(`tokens.css has no --${name} for ${scheme}`);
    return found;
  };

  it('are read from the file', () => expect(tokens.size).toBeGreaterThan(25));

  it.each(pairs)('%s can be read on %s', (text, surface) => {
    expect(contrast(value(text), value(surface))).toBeGreaterThanOrEqual(4.5);
  });

  it('lines of fields are seen on what is around them', () => {
    for (const surface of ['surface-0', 'surface-1']) {
      expect(contrast(value('line-strong'), value(surface))).toBeGreaterThanOrEqual(1.4);
    }
  });

  it('the focus ring is seen on every surface', () => {
    for (const surface of surfaces)
      expect(contrast(value('accent'), value(surface))).toBeGreaterThanOrEqual(3);
  });
});

it('both themes have the same colours', () => {
  expect([...tokensOf('light').keys()].toSorted()).toEqual([...tokensOf('dark').keys()].toSorted());
});
