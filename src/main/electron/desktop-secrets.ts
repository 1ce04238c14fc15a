import type { SecretsKept } from '../../shared/contract/desktop.ts';
import { createSecretStore, SecretError, type Keyring, type SecretStore } from '../platform/secrets.ts';
import type { Redactor } from '../platform/secrets-redact.ts';
import type { EncryptedFileKeyring } from './safe-storage-keyring.ts';

/**
 * The keyring of the operating system, because the command line reads the same one; what it cannot keep (there is
 * none, it is locked, the value is too long for it) goes into the encrypted file. A name is in one of them only, so
 * that nobody ever gets a value that was replaced elsewhere.
 */
export function createDesktopKeyring(os: Keyring, file: Keyring): Keyring {
  return {
    async get(name) {
      const problem: { error?: unknown } = {};
      try {
        const found = await os.get(name);
        if (found !== undefined) return found;
      } catch (error) {
        problem.error = error;
      }
      const kept = await file.get(name);
      if (kept === undefined && problem.error !== undefined) throw problem.error;
      return kept;
    },
    async set(name, value) {
      try {
        await os.set(name, value);
      } catch (error) {
        await file.set(name, value).catch((second: unknown) => {
          throw bothFailed(error, second);
        });
        // A shorter value that the keyring took before must not win over this one.
        await os.delete(name).catch(() => false);
        return;
      }
      await file.delete(name);
    },
    async delete(name) {
      const inFile = await file.delete(name);
      try {
        return (await os.delete(name)) || inFile;
      } catch (error) {
        if (inFile) return true;
        throw error;
      }
    },
  };
}

/** Where a secret would go that is set now. */
export async function secretsKept(os: Keyring, file: EncryptedFileKeyring): Promise<SecretsKept> {
  let because: string;
  try {
    await os.get('datacenter-docs.probe');
    return { in: 'os-keyring' };
  } catch (error) {
    because = error instanceof Error ? error.message : String(error);
  }
  const second = await file.problem();
  return second === undefined
    ? { in: 'encrypted-file', because }
    : { in: 'nowhere', because: `${because} ${second}` };
}

/** Every value that passes is one that logs must not show. */
export function createDesktopSecrets(
  env: Readonly<NodeJS.ProcessEnv>,
  os: Keyring,
  file: EncryptedFileKeyring,
  redactor: Redactor,
): SecretStore {
  const store = createSecretStore(env, createDesktopKeyring(os, file));
  return {
    ...store,
    async get(reference) {
      const value = await store.get(reference);
      redactor.add(value);
      return value;
    },
    set(name, value) {
      redactor.add(value);
      return store.set(name, value);
    },
    async describe() {
      const kept = await secretsKept(os, file);
      return kept.in === 'nowhere'
        ? { keyring: { available: false, reason: kept.because } }
        : { keyring: { available: true } };
    },
  };
}

function bothFailed(first: unknown, second: unknown): SecretError {
  const text = (error: unknown) => (error instanceof Error ? error.message : String(error));
  return new SecretError('keyring-unavailable', `${text(first)} ${text(second)}`, {
    hint: 'Unlock the keyring, or keep the secret in an environment variable and refer to it as ${env:NAME}.',
  });
}
