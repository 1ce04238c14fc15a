import { describe, expect, it } from 'vitest';
import { argumentsInShort } from './arguments-in-short.ts';
import { panelCommand, suggestionsFor } from './command-list.ts';
import { finishedLength, spoken } from './finished-sentences.ts';
import { splitBlocks, withoutUnfinished } from './split-blocks.ts';

describe('blocks of an answer', () => {
  it('end at blank lines, and nothing is lost', () => {
    expect(splitBlocks('One.\nStill one.\n\nTwo.\n\n\n# Three')).toEqual([
      'One.\nStill one.',
      'Two.',
      '# Three',
    ]);
  });

  it('keep a fence whole, with the blank lines in it, also before it is closed', () => {
    expect(splitBlocks('```sh\na\n\nb\n```\n\nafter')).toEqual(['```sh\na\n\nb\n```', 'after']);
    expect(splitBlocks('before\n\n````\n```\n\nb')).toEqual(['before', '````\n```\n\nb']);
  });

  it('keep a list whole: its numbers go on', () => {
    expect(splitBlocks('1. one\n\n   more\n\n2. two\n\nafter')).toEqual([
      '1. one\n\n   more\n\n2. two',
      'after',
    ]);
  });

  it('stay the same while more comes', () => {
    const whole = 'First.\n\n- a\n- b\n\n| x |\n| - |\n| 1 |\n\nLast.';
    for (let length = 0; length < whole.length; length++) {
      const before = splitBlocks(whole.slice(0, length)).slice(0, -1);
      expect(splitBlocks(whole).slice(0, before.length)).toEqual(before);
    }
  });
});

it('shows neither half a citation nor the head of a table that is none yet', () => {
  expect(withoutUnfinished('It runs on esx-01 [1')).toBe('It runs on esx-01 ');
  expect(withoutUnfinished('It runs on esx-01 [1]')).toBe('It runs on esx-01 [1]');
  expect(withoutUnfinished('Hosts:\n\n| Name | State')).toBe('Hosts:\n');
  expect(withoutUnfinished('Hosts:\n\n| Name |\n| ---')).toBe('Hosts:\n');
  expect(withoutUnfinished('Hosts:\n\n| Name |\n| --- |\n| esx')).toBe('Hosts:\n\n| Name |\n| --- |\n| esx');
});

describe('what is said aloud', () => {
  const finished = (text: string) => text.slice(0, finishedLength(text));

  it('is whole sentences: a stop in an address or a name ends none', () => {
    expect(finished('The host is 10.1.2.3 in dc.example and')).toBe('');
    expect(finished('It is up. The next')).toBe('It is up.');
    expect(finished('Is it? Yes')).toBe('Is it?');
    expect(finished('それは動作中です。次')).toBe('それは動作中です。');
    expect(finished('- one\n- tw')).toBe('- one\n');
  });

  it('has no Markdown in it', () => {
    expect(spoken('## Hosts\n\n- **esx-01** is `up` [1]\n\n| a | b |\n| - | - |\n| 1 | 2 |')).toBe(
      'Hosts esx-01 is up a b 1 2',
    );
  });
});

describe('commands', () => {
  it('are suggested while nothing but their beginning stands there', () => {
    expect(suggestionsFor('/').length).toBeGreaterThan(10);
    expect(suggestionsFor('/fi').map(({ name }) => name)).toEqual(['find', 'findings']);
    expect(suggestionsFor('/find x')).toEqual([]);
    expect(suggestionsFor('/var/log')).toEqual([]);
    expect(suggestionsFor('a /')).toEqual([]);
  });

  it('of the panel are done here', () => {
    expect(panelCommand(' /new ')).toBe('new');
    expect(panelCommand('/find x')).toBeUndefined();
    expect(panelCommand('/new idea')).toBeUndefined();
  });
});

it('says on one line what a tool was asked', () => {
  expect(argumentsInShort({ words: 'x'.repeat(100), limit: 8, none: null })).toBe(`${'x'.repeat(60)}…, 8`);
  expect(argumentsInShort({})).toBe('');
});
