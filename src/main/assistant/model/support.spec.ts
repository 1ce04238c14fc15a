import { describe, expect, it } from 'vitest';
import { findQuote, isSupported } from './support.ts';

const passage = `# etcd

When the disk of a member is slow, raise the heartbeat interval to 500 ms with \`--heartbeat-interval\`.
Defragment one member at a time; the leader goes last. A quota of 8 GiB is the most.`;
const options = { question: 'What do I do about a slow etcd disk?', quoted: false };

describe('What a sentence is cited for', () => {
  it.each([
    'Raise the heartbeat interval to 500 ms when the disk of a member is slow.',
    'Defragment members one at a time, and the leader last.',
    'The interval is raised with `--heartbeat-interval`.',
    'At most a quota of 8 GiB is allowed.',
  ])('stands in the text: %s', (sentence) => {
    expect(isSupported(sentence, passage, options)).toBe(true);
  });

  it.each([
    ['another number', 'Raise the heartbeat interval to 5000 ms when the disk is slow.'],
    ['another name', 'When the disk is slow, raise the heartbeat with --election-timeout.'],
    ['something else', 'Restart the payment gateway and notify the customers by telephone.'],
    ['a number that is nowhere', 'Defragment 3 members at a time.'],
  ])('does not stand there: %s', (_, sentence) => {
    expect(isSupported(sentence, passage, options)).toBe(false);
  });

  it('may be said in another language when names and numbers bear it out', () => {
    expect(isSupported('Setze `--heartbeat-interval` auf 500 ms.', passage, options)).toBe(true);
    expect(isSupported('Setze `--heartbeat-interval` auf 900 ms.', passage, options)).toBe(false);
  });

  it('without names in another language takes words that are copied from the text', () => {
    const sentence = 'Man soll ein Mitglied nach dem anderen bearbeiten, den Anführer zuletzt.';
    expect(isSupported(sentence, passage, options)).toBe(false);
    expect(isSupported(sentence, passage, { ...options, quoted: true })).toBe(true);
  });

  it('may round a number, but not change it', () => {
    expect(isSupported('The datastore is 78 % full.', 'datastore used 78.04 %', options)).toBe(true);
    expect(isSupported('The datastore is 79 % full.', 'datastore used 78.04 %', options)).toBe(false);
  });
});

describe('A quote', () => {
  it('is found as it stands, whatever blanks and Markdown are between its words', () => {
    expect(findQuote('the leader goes last.', passage)).toBe('the leader goes last');
    expect(findQuote('500 ms with --heartbeat-interval', passage)).toBe('500 ms with `--heartbeat-interval');
  });

  it('is not found when a word differs', () => {
    expect(findQuote('the leader goes first', passage)).toBeUndefined();
  });
});
