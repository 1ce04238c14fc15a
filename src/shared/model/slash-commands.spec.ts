import { describe, expect, it } from 'vitest';
import { commandsLike, parseSlash } from './slash-commands.ts';

describe('A slash command', () => {
  it('is a word behind a slash, and what follows it', () => {
    expect(parseSlash('/where  web-01 ')).toEqual({ is: 'command', name: 'where', rest: 'web-01' });
    expect(parseSlash('/findings')).toEqual({ is: 'command', name: 'findings', rest: '' });
  });

  it('says that something is missing', () => {
    expect(parseSlash('/where')).toMatchObject({ is: 'missing', name: 'where' });
  });

  it('knows what it is like when there is none of the name', () => {
    expect(parseSlash('/chnges')).toEqual({ is: 'unknown', name: 'chnges', near: ['changes'] });
    expect(commandsLike('/t')).toEqual(['timeline', 'tickets']);
  });

  it('is no path and no question', () => {
    expect(parseSlash('/var/log is full')).toEqual({ is: 'question' });
    expect(parseSlash('where does web-01 run?')).toEqual({ is: 'question' });
  });
});
