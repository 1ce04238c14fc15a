import { expect, it } from 'vitest';
import { languageOf } from './language.ts';

it.each([
  ['Was lässt sich gegen den Befund an ds-a-02 tun?', 'de'],
  ['Was ist an ds-a-02 voll?', 'de'],
  ['Wo ist in-the-end-01?', 'de'],
  ['Wer ist betroffen, wenn esx-a-01 ausfällt?', 'de'],
  ['Was kann man gegen node.is.not.ready tun?', 'de'],
  ['What was wrong with die-server-01?', 'en'],
  ['Is it in a rack?', 'en'],
  ['web-a020', 'en'],
])('%s is asked in %s', (text, language) => {
  expect(languageOf(text)).toBe(language);
});
