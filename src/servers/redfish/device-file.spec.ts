import { describe, expect, test } from 'vitest';
import { parseDeviceFile } from './device-file.ts';

const environment = {
  BMC_USER: 'docs',
  BMC_PASSWORD: 'hunter2',
  WRITE_USER: 'ops',
  WRITE_PASSWORD: 'hunter2-w',
};
const credentials = `
credentials:
  docs: { userEnv: BMC_USER, passwordEnv: BMC_PASSWORD }
  change: { userEnv: WRITE_USER, passwordEnv: WRITE_PASSWORD }
`;
const sha256 = 'ab'.repeat(32);
const parse = (text: string, writes = false) =>
  parseDeviceFile(credentials + text, 'bmcs.yaml', environment, { writes });

test('devices take what they do not say from the defaults; each says whom it trusts', () => {
  const [first, second] = parse(`
defaults: { credentials: docs, timeoutMs: 5000 }
devices:
  - { name: srv-1, address: srv-1-bmc.example.net, site: fra-1, rack: R7, fingerprint: 'SHA256:${sha256}' }
  - { name: srv-2, address: '2001:db8::1', connections: 1 }
`);
  expect(first).toEqual({
    name: 'srv-1',
    origin: new URL('https://srv-1-bmc.example.net/'),
    trust: { kind: 'fingerprint', sha256 },
    timeoutMs: 5_000,
    connections: 4,
    site: 'fra-1',
    rack: 'R7',
    credentials: { user: 'docs', password: 'hunter2' },
  });
  expect(second).toMatchObject({ connections: 1, trust: { kind: 'system' } });
  expect(second?.origin.host).toBe('[2001:db8::1]');
});

test('credentials to write are read only where writing is allowed', () => {
  const text = `
defaults: { credentials: docs, writeCredentials: change }
devices: [{ name: srv-1, address: 192.0.2.1 }]
`;
  expect(parse(text)[0]).not.toHaveProperty('writeCredentials');
  expect(parse(text, true)[0]?.writeCredentials).toEqual({ user: 'ops', password: 'hunter2-w' });
});

describe('what does not fit is refused with its place, and without a secret', () => {
  test.each([
    ['an address without encryption', '{ name: a, address: "http://a", credentials: docs }', 'https address'],
    [
      'a password in an address',
      '{ name: a, address: "https://u:hunter2@a", credentials: docs }',
      'without user',
    ],
    ['a password in the file', '{ name: a, address: a, password: hunter2 }', 'Unrecognized key: "password"'],
    ['a short fingerprint', '{ name: a, address: a, credentials: docs, fingerprint: ab }', 'a: fingerprint'],
    ['a file that is not there', '{ name: a, address: a, credentials: docs, caFile: none.pem }', 'a: caFile'],
    ['no credentials', '{ name: a, address: a }', 'a has no credentials'],
    ['unknown credentials', '{ name: a, address: a, credentials: x }', 'docs, change'],
    [
      'two of a name',
      '{ name: a, address: a, credentials: docs }, { name: a, address: b, credentials: docs }',
      'two devices are named a',
    ],
  ])('%s', (_, devices, says) => {
    let words = '';
    try {
      parse(`devices: [${devices}]`);
    } catch (error) {
      words = String(error);
    }
    expect(words).toContain(says);
    expect(words).not.toContain('hunter2');
  });

  test('a variable that is not set is named', () => {
    expect(() =>
      parseDeviceFile(
        `${credentials}devices: [{ name: a, address: a, credentials: docs }]`,
        'bmcs.yaml',
        {},
        { writes: false },
      ),
    ).toThrow('BMC_USER, which is not set');
  });
});
