import { describe, expect, it } from 'vitest';
import { sentencesOf } from './sentences.ts';

const texts = (text: string) => sentencesOf(text).map((sentence) => sentence.text);

describe('sentences', () => {
  it.each([
    ['Version 8.0.2 runs on esx-01. It is fine.', ['Version 8.0.2 runs on esx-01.', 'It is fine.']],
    ['Angelegt am 5. November 2026. Sie läuft.', ['Angelegt am 5. November 2026.', 'Sie läuft.']],
    ['Some VMs, e.g. web-01, are off. Others are on.', ['Some VMs, e.g. web-01, are off.', 'Others are on.']],
    ['srv.example.com is up! Is it? Yes.', ['srv.example.com is up!', 'Is it?', 'Yes.']],
    ['one\ntwo', ['one', 'two']],
  ])('%s', (text, expected) => {
    expect(texts(text)).toEqual(expected);
  });

  it('keeps where each stands', () => {
    const text = '  First.  Second one.';
    for (const sentence of sentencesOf(text))
      expect(text.slice(sentence.at)).toMatch(new RegExp(`^${sentence.text}`));
  });
});
