import { describe, expect, it } from 'vitest';
import { checkExternalAddress } from './external-address.ts';

describe('an address that leads out', () => {
  it.each(['https://example.org/a?b=c#d', 'http://10.0.0.1:8080/ui', 'HTTPS://EXAMPLE.ORG/'])(
    '%s is opened',
    (address) => {
      expect(checkExternalAddress(address)).toBe(new URL(address).href);
    },
  );

  it.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'ssh://host',
    'data:text/html,x',
    'app://console/',
    'vscode://file/x',
    'smb://server/share',
    'https://user@example.org/',
    'https://user:secret@example.org/',
    '//example.org',
    'example.org',
    '',
    ' ',
    `https://example.org/${'x'.repeat(2048)}`,
  ])('%s is refused', (address) => {
    expect(() => checkExternalAddress(address)).toThrow(expect.objectContaining({ code: 'address-refused' }));
  });
});
