import { describe, expect, it } from 'vitest';
import { SecretError, type Keyring } from '../platform/secrets.ts';
import { createRedactor } from '../platform/secrets-redact.ts';
import { createDesktopKeyring, createDesktopSecrets, secretsKept } from './desktop-secrets.ts';

function memoryKeyring(state: { broken?: boolean; longest?: number } = {}) {
  const kept = new Map<string, string>();
  const check = () => {
    if (state.broken) throw new SecretError('keyring-unavailable', 'no Secret Service.');
  };
  const keyring: Keyring = {
    async get(name) {
      check();
      return kept.get(name);
    },
    async set(name, value) {
      check();
      if (value.length > (state.longest ?? Infinity)) throw new Error('too long');
      kept.set(name, value);
    },
    async delete(name) {
      check();
      return kept.delete(name);
    },
  };
  return { kept, keyring, state, problem: async () => (state.broken ? 'no key.' : undefined) };
}

function both(os = memoryKeyring(), file = memoryKeyring()) {
  return { os, file, keyring: createDesktopKeyring(os.keyring, file.keyring) };
}

describe('secrets of the desktop', () => {
  it('are in the keyring that the command line reads, and only there', async () => {
    const { os, file, keyring } = both();
    await keyring.set('a', '1');
    expect([os.kept.get('a'), file.kept.size, await keyring.get('a')]).toEqual(['1', 0, '1']);
  });

  it('are in the encrypted file where there is no keyring', async () => {
    const { file, keyring } = both(memoryKeyring({ broken: true }));
    await keyring.set('a', '1');
    expect([file.kept.get('a'), await keyring.get('a')]).toEqual(['1', '1']);
    expect(await keyring.delete('a')).toBe(true);
  });

  it('that the keyring has no room for win over what it had before', async () => {
    const { keyring } = both(memoryKeyring({ longest: 5 }));
    await keyring.set('a', 'short');
    await keyring.set('a', 'much longer');
    expect(await keyring.get('a')).toBe('much longer');
    await keyring.set('a', 'brief');
    expect(await keyring.get('a')).toBe('brief');
    await keyring.delete('a');
    expect(await keyring.get('a')).toBeUndefined();
  });

  it('that the command line set meanwhile are the ones that count', async () => {
    const { os, keyring } = both();
    os.state.broken = true;
    await keyring.set('a', 'from the file');
    os.state.broken = false;
    await os.keyring.set('a', 'from the command line');
    expect(await keyring.get('a')).toBe('from the command line');
  });

  it('say why there are none when neither place can be used', async () => {
    const { keyring } = both(memoryKeyring({ broken: true }), memoryKeyring({ broken: true }));
    await expect(keyring.set('a', '1')).rejects.toMatchObject({ code: 'keyring-unavailable' });
    await expect(keyring.get('a')).rejects.toMatchObject({ code: 'keyring-unavailable' });
  });

  it('a missing one is missing, and the reason is told when the keyring could not be asked', async () => {
    expect(await both().keyring.get('a')).toBeUndefined();
    await expect(both(memoryKeyring({ broken: true })).keyring.get('a')).rejects.toMatchObject({
      message: 'no Secret Service.',
    });
  });

  it('tell where they are kept, and why there', async () => {
    const good = memoryKeyring();
    const broken = memoryKeyring({ broken: true });
    const kept = (os: typeof good, file: typeof good) =>
      secretsKept(os.keyring, { ...file.keyring, problem: file.problem });
    expect(await kept(good, good)).toEqual({ in: 'os-keyring' });
    expect(await kept(broken, good)).toEqual({ in: 'encrypted-file', because: 'no Secret Service.' });
    expect(await kept(broken, broken)).toEqual({ in: 'nowhere', because: 'no Secret Service. no key.' });
  });

  it('can be set as long as there is one place for them', async () => {
    const describe = (osBroken: boolean, fileBroken: boolean) => {
      const file = memoryKeyring({ broken: fileBroken });
      const os = memoryKeyring({ broken: osBroken }).keyring;
      const encrypted = { ...file.keyring, problem: file.problem };
      return createDesktopSecrets({}, os, encrypted, createRedactor()).describe();
    };
    expect(await describe(true, false)).toEqual({ keyring: { available: true } });
    expect(await describe(true, true)).toMatchObject({ keyring: { available: false } });
  });

  it('are known to the log as soon as they are used', async () => {
    const redactor = createRedactor();
    const file = memoryKeyring();
    const store = createDesktopSecrets(
      { TOKEN: 'from-the-environment' },
      memoryKeyring().keyring,
      { ...file.keyring, problem: file.problem },
      redactor,
    );
    await store.set('a', 'hunter2hunter2');
    await store.get({ from: 'env', name: 'TOKEN' });
    expect(redactor.redact('hunter2hunter2 from-the-environment')).toBe('[redacted] [redacted]');
  });
});
