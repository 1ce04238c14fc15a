import { expect, it } from 'vitest';
import { usualLanguage } from './preferences.ts';

it('begins in the first language of the browser that there is', () => {
  expect(usualLanguage(['fr-FR', 'de-AT', 'en'])).toBe('de');
  expect(usualLanguage(['en-GB', 'de'])).toBe('en');
  expect(usualLanguage(['fr'])).toBe('en');
});
