import { screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { NoteMarkdown } from './note-markdown.tsx';
import { renderInConsole } from './render-in-console.spec-helper.tsx';

describe('a note that cannot be drawn', () => {
  // What React says of a fault that is caught.
  beforeEach(() => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
  });
  afterEach(() => vi.restoreAllMocks());

  test.each([
    ['quotes in quotes', `${'>'.repeat(4_000)}deep`],
    ['lists below one another', Array.from({ length: 60 }, (_at, i) => `${'  '.repeat(i)}- deep`).join('\n')],
    ['lists in lists', `${'- '.repeat(3_000)}deep`],
  ])('is shown as it was written: %s', (_, note) => {
    renderInConsole(<NoteMarkdown text={note} />);
    expect(document.querySelector('pre')?.textContent).toBe(note);
  });

  test('is drawn again when it was mended', () => {
    const { rerender } = renderInConsole(<NoteMarkdown text={`${'>'.repeat(4_000)}deep`} />);
    rerender(<NoteMarkdown text="**mended**" />);
    expect(screen.getByText('mended').tagName).toBe('STRONG');
  });
});
