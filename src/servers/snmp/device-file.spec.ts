import { describe, expect, test } from 'vitest';
import { parseDeviceFile } from './device-file.ts';

const environment = {
  COMMUNITY: 'hunter2-community',
  WRITE: 'hunter2-write',
  AUTH: 'hunter2-authentication',
  PRIVACY: 'hunter2-privacy',
  SHORT: 'hunter2',
};
const credentials = `
credentials:
  read: { version: 2c, communityEnv: COMMUNITY }
  write: { version: 2c, communityEnv: WRITE }
  docs:
    version: 3
    user: docs
    auth: { protocol: sha256, passwordEnv: AUTH }
    privacy: { protocol: aes, passwordEnv: PRIVACY }
  short: { version: 3, user: docs, auth: { protocol: sha, passwordEnv: SHORT } }
`;
const parse = (devices: string, writes = false) =>
  parseDeviceFile(credentials + devices, 'devices.yaml', environment, { writes });

const refused = (text: string) => {
  try {
    parse(text);
  } catch (error) {
    return String(error);
  }
  throw new Error('it was taken');
};

test('devices take what they do not say from the defaults; secrets come out of variables', () => {
  const devices = parse(`
defaults: { credentials: read, timeoutMs: 500, writeCredentials: write }
devices:
  - { name: leaf-1, address: 192.0.2.1, site: fra-1, role: switch }
  - { name: core-1, address: '2001:db8::1', port: 10161, retries: 3, credentials: docs }
`);
  expect(devices).toEqual([
    {
      name: 'leaf-1',
      address: '192.0.2.1',
      port: 161,
      timeoutMs: 500,
      retries: 1,
      site: 'fra-1',
      role: 'switch',
      protectedInterfaces: [],
      credentials: { version: '2c', community: 'hunter2-community' },
    },
    {
      name: 'core-1',
      address: '2001:db8::1',
      port: 10_161,
      timeoutMs: 500,
      retries: 3,
      protectedInterfaces: [],
      credentials: {
        version: '3',
        user: 'docs',
        auth: { protocol: 'sha256', password: 'hunter2-authentication' },
        privacy: { protocol: 'aes', password: 'hunter2-privacy' },
      },
    },
  ]);
});

test('credentials to write are read only where writing is allowed', () => {
  const text = `
defaults: { credentials: read, writeCredentials: write }
devices: [{ name: leaf-1, address: 192.0.2.1 }]
`;
  expect(parse(text)[0]?.writeCredentials).toBeUndefined();
  expect(parse(text, true)[0]?.writeCredentials).toEqual({ version: '2c', community: 'hunter2-write' });
});

describe('what does not fit is refused with its place, and without a secret', () => {
  test.each([
    ['no devices', 'devices: []', 'devices'],
    ['no credentials', 'devices: [{ name: a, address: b }]', 'a has no credentials'],
    [
      'unknown credentials',
      'devices: [{ name: a, address: b, credentials: other }]',
      'read, write, docs, short',
    ],
    [
      'a community in the file',
      'devices: [{ name: a, address: b, community: hunter2 }]',
      'Unrecognized key: "community"',
    ],
    [
      'two of a name',
      'devices: [{ name: a, address: b, credentials: read }, { name: a, address: c, credentials: read }]',
      'two devices are named a',
    ],
    ['a short password', 'devices: [{ name: a, address: b, credentials: short }]', 'at least 8 characters'],
    ['no YAML', 'devices: [', 'is not YAML'],
    ['a wrong port', 'devices: [{ name: a, address: b, port: 0 }]', 'devices[0].port'],
  ])('%s', (_, text, says) => {
    const words = refused(text);
    expect(words).toContain(says);
    expect(words).not.toContain('hunter2');
  });

  test('a variable that is not set is named', () => {
    expect(() =>
      parseDeviceFile(
        `${credentials}devices: [{ name: a, address: b, credentials: read }]`,
        'devices.yaml',
        {},
        { writes: false },
      ),
    ).toThrow('COMMUNITY, which is not set');
  });
});
