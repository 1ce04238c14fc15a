import { marked, type Token } from 'marked';
import { expect, it } from 'vitest';
import { linkMarkdown } from './markdown.ts';

it.each([
  '![x](http://evil.example/p.png)',
  '[a](javascript:alert(1))',
  String.raw`\[a](b)`,
  String.raw`\\![a](b)`,
  'nested [brackets]',
])('a link stays one link with its text, whatever the name: %s', (name) => {
  const found: string[] = [];
  void marked.parse(linkMarkdown(name, 'page.md#e-1'), {
    walkTokens: (token: Token) => {
      if (token.type === 'link' || token.type === 'image')
        found.push(`${token.type} ${String(token['href'])}`);
    },
  });
  expect(found).toEqual(['link page.md#e-1']);
});
