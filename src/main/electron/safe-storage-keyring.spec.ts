import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { createSafeStorageKeyring, type SafeStorageParts } from './safe-storage-keyring.ts';

/** Encrypts recognisably, with a key that can change. */
function storage(
  state: { available?: boolean; backend?: string; key?: number; rotated?: boolean } = {},
): SafeStorageParts {
  const { available = true, backend = 'gnome_libsecret' } = state;
  const key = () => state.key ?? 1;
  return {
    isAsyncEncryptionAvailable: async () => available,
    getSelectedStorageBackend: () => backend as 'gnome_libsecret',
    encryptStringAsync: async (text) => Buffer.from([key(), ...Buffer.from(text).map((byte) => byte ^ 0xff)]),
    async decryptStringAsync(sealed) {
      if (sealed[0] !== key()) throw new Error('wrong key');
      return {
        result: Buffer.from(sealed.subarray(1).map((byte) => byte ^ 0xff)).toString(),
        shouldReEncrypt: state.rotated ?? false,
      };
    },
  };
}

function keyring(folder: string, parts = storage(), platform: NodeJS.Platform = 'linux') {
  const file = join(folder, 'secrets.json');
  return { file, keyring: createSafeStorageKeyring({ file, storage: parts, platform }) };
}

describe('secrets in an encrypted file', () => {
  it('come back, also in the next process, and stand nowhere in clear text', async () => {
    using folder = temporaryFolder();
    const { keyring: first, file } = keyring(folder.path);
    await first.set('vcenter', 'hunter2 üñ');
    expect(await keyring(folder.path).keyring.get('vcenter')).toBe('hunter2 üñ');
    expect(readFileSync(file, 'utf8')).not.toContain('hunter2');
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('are forgotten when they are deleted', async () => {
    using folder = temporaryFolder();
    const { keyring: secrets } = keyring(folder.path);
    await secrets.set('a', '1');
    await secrets.set('b', '2');
    expect(await secrets.delete('a')).toBe(true);
    expect(await secrets.delete('a')).toBe(false);
    expect([await secrets.get('a'), await secrets.get('b')]).toEqual([undefined, '2']);
  });

  it('lose none when several are set at once', async () => {
    using folder = temporaryFolder();
    const { keyring: secrets } = keyring(folder.path);
    const names = Array.from({ length: 20 }, (_, i) => `name-${i}`);
    await Promise.all(names.map((name) => secrets.set(name, name)));
    expect(await Promise.all(names.map((name) => secrets.get(name)))).toEqual(names);
  });

  it.each([
    ['there is no key', storage({ available: false }), 'linux', /no key/],
    ['the key is one that everybody knows', storage({ backend: 'basic_text' }), 'linux', /everybody knows/],
  ] as const)('are refused where %s', async (_, parts, platform, reason) => {
    using folder = temporaryFolder();
    const { keyring: secrets } = keyring(folder.path, parts, platform);
    await expect(secrets.set('a', '1')).rejects.toMatchObject({
      code: 'keyring-unavailable',
      message: expect.stringMatching(reason),
    });
    expect(await secrets.problem()).toMatch(reason);
    expect(await secrets.get('a')).toBeUndefined();
  });

  it('are kept on macOS and Windows whatever is said about Linux’ password stores', async () => {
    using folder = temporaryFolder();
    const { keyring: secrets } = keyring(folder.path, storage({ backend: 'basic_text' }), 'win32');
    await secrets.set('a', '1');
    expect([await secrets.get('a'), await secrets.problem()]).toEqual(['1', undefined]);
  });

  it.each(['{', '{"version":2,"secrets":{}}', '{"version":1,"secrets":{"a":"%%%"}}'])(
    'in a damaged file (%j) are not written over',
    async (text) => {
      using folder = temporaryFolder();
      const { keyring: secrets, file } = keyring(folder.path);
      writeFileSync(file, text);
      await expect(secrets.set('a', '1')).rejects.toMatchObject({ code: 'keyring-unavailable' });
      await expect(secrets.get('a')).rejects.toMatchObject({ message: expect.stringContaining('damaged') });
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );

  it('that another key encrypted say so', async () => {
    using folder = temporaryFolder();
    await keyring(folder.path, storage({ key: 1 })).keyring.set('a', '1');
    await expect(keyring(folder.path, storage({ key: 2 })).keyring.get('a')).rejects.toMatchObject({
      message: expect.stringContaining('another key'),
    });
  });

  it('are encrypted again when the system’s key was rotated', async () => {
    using folder = temporaryFolder();
    const state = { key: 1, rotated: true };
    const { keyring: secrets, file } = keyring(folder.path, storage(state));
    await secrets.set('a', 'value');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\n', '  \n'));
    const before = readFileSync(file, 'utf8');
    expect(await secrets.get('a')).toBe('value');
    expect(readFileSync(file, 'utf8')).not.toBe(before);
  });

  it('named like members of every object are secrets like others', async () => {
    using folder = temporaryFolder();
    const { keyring: secrets } = keyring(folder.path);
    expect(await secrets.get('constructor')).toBeUndefined();
    await secrets.set('constructor', 'x');
    expect(await secrets.get('constructor')).toBe('x');
  });
});
