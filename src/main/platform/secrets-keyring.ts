import type { AsyncEntry } from '@napi-rs/keyring';
import { SecretError, type Keyring } from './secrets.ts';

const service = 'datacenter-docs';

/**
 * The OS keyring: Keychain, Credential Manager, Secret Service. On Linux the library would fall back to the kernel's
 * key ring, which forgets at the next boot; it is pinned to the Secret Service so that "stored" means stored.
 */
export function createOsKeyring(): Keyring {
  const attempt = async <T>(name: string, use: (entry: AsyncEntry) => Promise<T>): Promise<T> => {
    try {
      // A native module: loaded only when a secret is really asked for.
      const { AsyncEntry } = await import('@napi-rs/keyring');
      return await use(new AsyncEntry(service, name, { linux: { store: 'secret-service' } }));
    } catch (error) {
      throw keyringUnavailable(error);
    }
  };
  return {
    get: (name) => attempt(name, async (found) => (await found.getPassword()) ?? undefined),
    set: (name, value) => attempt(name, (found) => found.setPassword(value)),
    delete: (name) => attempt(name, (found) => found.deletePassword()),
  };
}

function keyringUnavailable(cause: unknown): SecretError {
  const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
  return new SecretError('keyring-unavailable', `The keyring of this machine cannot be used: ${reason}`, {
    cause,
    hint:
      process.platform === 'linux'
        ? 'Start a Secret Service (GNOME Keyring, KWallet, KeePassXC) or keep the secret in an environment variable and refer to it as ${env:NAME}.'
        : 'Unlock the keyring, or keep the secret in an environment variable and refer to it as ${env:NAME}.',
  });
}
