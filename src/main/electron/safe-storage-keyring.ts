import { readFile } from 'node:fs/promises';
import type { SafeStorage } from 'electron';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { SecretError, type Keyring } from '../platform/secrets.ts';

export interface EncryptedFileKeyring extends Keyring {
  /** Why nothing can be kept here now; undefined when it can. */
  problem(): Promise<string | undefined>;
}

export type SafeStorageParts = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>;

const fileSchema = z.strictObject({
  version: z.literal(1),
  /** Names and what the system's key has encrypted, in base64. */
  secrets: z.record(z.string(), z.base64()),
});

/**
 * A keyring in a file that Electron encrypts with a key of the operating system's. Where that key would be one that
 * everybody knows, it refuses.
 */
export function createSafeStorageKeyring(options: {
  readonly file: string;
  readonly storage: SafeStorageParts;
  readonly platform: NodeJS.Platform;
}): EncryptedFileKeyring {
  const { file, storage, platform } = options;
  let tail: Promise<unknown> = Promise.resolve();
  const oneAfterTheOther = <T>(task: () => Promise<T>): Promise<T> => {
    const run = tail.then(task);
    tail = run.catch(() => undefined);
    return run;
  };

  async function requireEncryption(): Promise<void> {
    if (!(await storage.isAsyncEncryptionAvailable())) {
      throw unavailable('the system has no key to encrypt with');
    }
    if (platform === 'linux' && storage.getSelectedStorageBackend() === 'basic_text') {
      throw unavailable('the session has no password store, and the key would be one that everybody knows');
    }
  }

  async function read(): Promise<Record<string, string>> {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
      throw unavailable(`${file} cannot be read`, error);
    }
    try {
      return fileSchema.parse(JSON.parse(text)).secrets;
    } catch (error) {
      // Written anew it would lose every secret in it.
      throw unavailable(`${file} is damaged; move it away and set the secrets again`, error);
    }
  }

  const write = (secrets: Record<string, string>) =>
    writeFileAtomic(file, `${JSON.stringify({ version: 1, secrets }, undefined, 1)}\n`, { mode: 0o600 });

  return {
    async problem() {
      try {
        await requireEncryption();
        await read();
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
    get: (name) =>
      oneAfterTheOther(async () => {
        const secrets = await read();
        if (!Object.hasOwn(secrets, name)) return undefined;
        await requireEncryption();
        const encrypted = Buffer.from(secrets[name] ?? '', 'base64');
        try {
          const { result, shouldReEncrypt } = await storage.decryptStringAsync(encrypted);
          if (shouldReEncrypt) {
            await write({
              ...secrets,
              [name]: (await storage.encryptStringAsync(result)).toString('base64'),
            });
          }
          return result;
        } catch (error) {
          throw unavailable(`the secret "${name}" was encrypted with another key; set it again`, error);
        }
      }),
    set: (name, value) =>
      oneAfterTheOther(async () => {
        await requireEncryption();
        const encrypted = await storage.encryptStringAsync(value);
        await write({ ...(await read()), [name]: encrypted.toString('base64') });
      }),
    delete: (name) =>
      oneAfterTheOther(async () => {
        const { [name]: gone, ...rest } = await read();
        if (gone === undefined) return false;
        await write(rest);
        return true;
      }),
  };

  function unavailable(reason: string, cause?: unknown): SecretError {
    return new SecretError(
      'keyring-unavailable',
      `The encrypted file of secrets cannot be used: ${reason}.`,
      {
        hint: 'Keep the secret in an environment variable and refer to it as ${env:NAME}.',
        ...(cause !== undefined && { cause }),
      },
    );
  }
}
