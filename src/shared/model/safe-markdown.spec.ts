import { describe, expect, it } from 'vitest';
import { safeMarkdown } from './safe-markdown.ts';

const safe = (text: string) => safeMarkdown(text).text;

describe('Markdown of an answer', () => {
  it('keeps links to pages of the application', () => {
    expect(safe('See [web-01](/inventory/vcenter:vm:1) and [this](#hosts).')).toBe(
      'See [web-01](/inventory/vcenter:vm:1) and [this](#hosts).',
    );
  });

  it.each([
    ['[open](https://evil.example/?d=1)', 'open (`https://evil.example/?d=1`)'],
    ['[open](javascript:alert(1))', 'open)'],
    ['[open](//evil.example/x)', 'open'],
    ['[open](/\\evil.example)', 'open'],
    ['<https://evil.example/>', '`https://evil.example/`'],
    ['at https://evil.example/a, now', 'at `https://evil.example/a`, now'],
    ['[a][1]\n\n[1]: https://evil.example', '[a][1]\n\n'],
  ])('shows other addresses as text: %s', (text, expected) => {
    expect(safe(text)).toBe(expected);
  });

  it('has no images and no HTML', () => {
    expect(safe('a ![pixel](https://evil.example/p.png?q=1) b <img src=x onerror=y>')).toBe(
      'a pixel b &lt;img src=x onerror=y>',
    );
  });

  it.each([
    ['around code', '![`x`](https://evil.example/p.png?d=1)'],
    ['around code, as a link', '[`open`](https://evil.example/)'],
    ['between backticks that are none', String.raw`\`![x](https://evil.example/p.png)\``],
    ['behind a fence that ends with its quote', '> ```\n![x](https://evil.example/p.png)\n'],
    ['behind a fence that is a paragraph', 'text\n     ```\n![x](https://evil.example/p.png)\n'],
    ['within a link to a page', '[[open](https://evil.example)](/inventory)'],
    ['behind a backslash that is a word', String.raw`\\\\[open](https://evil.example)`],
    ['defined on the next line', '[open]\n\n[open]:\n https://evil.example'],
  ])('has no way out %s', (_, text) => {
    expect(safe(text)).not.toMatch(/\]\(\s*http|^\s*\[[^\]]+\]:\s*http/m);
  });

  it('keeps a page whose name has a bracket', () => {
    expect(safe('[web (01](/inventory/vm:1)')).toBe('[web (01](/inventory/vm:1)');
  });

  it.each(['[a](', '![', '[', '[\\a', '`a``b', '[[a]', '(', '[x]:'])(
    'is read in no time, however often it has %s',
    (sign) => {
      const began = performance.now();
      safe(sign.repeat(20_000 / sign.length));
      expect(performance.now() - began).toBeLessThan(1_000);
    },
  );

  it('leaves code as it is', () => {
    const text = 'Run `curl https://host/<path>`:\n\n```\nwget <https://host>\n```';
    expect(safe(text)).toBe(text);
  });

  it('leaves numbers of sources as they are', () => {
    expect(safe('It runs on esx-a01 [1][2].')).toBe('It runs on esx-a01 [1][2].');
  });

  it('counts what it took out', () => {
    expect(safeMarkdown('![a](http://x/) [b](http://x/) <b>').takenOut).toEqual({
      link: 1,
      image: 1,
      html: 1,
    });
  });
});
