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
