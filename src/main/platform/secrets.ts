import { z } from 'zod';
import { DomainError } from './errors.ts';

/**
 * Secrets never stand in a file of ours: configuration holds references, `${env:NAME}` or `${keyring:NAME}`, which
 * are resolved at the moment of use.
 */
export interface SecretReference {
  readonly from: 'env' | 'keyring';
  readonly name: string;
}

export interface SecretStore {
  /** @throws SecretError not-found, keyring-unavailable */
  get(reference: SecretReference): Promise<string>;
  /** Stores in the OS keyring; the environment is not ours to change. @throws SecretError keyring-unavailable */
  set(name: string, value: string): Promise<void>;
  /** @returns false when there was none. */
  delete(name: string): Promise<boolean>;
  /** Whether secrets can be kept here, for `doctor` and for `mcp import`; never a value. */
  describe(): Promise<SecretStoreDescription>;
}

export interface SecretStoreDescription {
  readonly keyring: { readonly available: true } | { readonly available: false; readonly reason: string };
}

export class SecretError extends DomainError {
  override readonly name = 'SecretError';
}

/** What the OS keyring must offer; secrets-keyring.ts implements it. */
export interface Keyring {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
  delete(name: string): Promise<boolean>;
}

/** Characters that every shell and keyring accepts. */
export const secretName = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_./-]{0,127}$/, 'expected letters, digits, "_", ".", "/" or "-"');

export function createSecretStore(env: Readonly<NodeJS.ProcessEnv>, keyring: Keyring): SecretStore {
  return {
    async get({ from, name }) {
      const value = from === 'env' ? env[name] : await keyring.get(name);
      // An empty variable is what a failed lookup in a start script leaves behind, not a password.
      if (value !== undefined && value !== '') return value;
      throw from === 'env'
        ? new SecretError('secret-not-found', `The environment variable ${name} is not set.`, {
            hint: `Set ${name} before starting, e.g. in the shell or the service's unit file.`,
          })
        : new SecretError('secret-not-found', `The keyring holds no secret named "${name}".`, {
            hint: `Store it with \`datacenter-docs mcp secret set ${name}\`, or refer to an environment variable: \${env:NAME}.`,
          });
    },
    set: (name, value) => keyring.set(name, value),
    delete: (name) => keyring.delete(name),
    async describe() {
      try {
        await keyring.get('datacenter-docs.probe');
        return { keyring: { available: true } };
      } catch (error) {
        return {
          keyring: { available: false, reason: error instanceof Error ? error.message : String(error) },
        };
      }
    },
  };
}

const referencePattern = /\$\{(env|keyring):([^}]*)\}/g;

/** The references in a configured text. @throws SecretError malformed names */
export function secretReferences(text: string): SecretReference[] {
  return [...text.matchAll(referencePattern)].map(([whole, from, name = '']) => {
    if (!secretName.safeParse(name).success) {
      throw new SecretError(
        'secret-malformed',
        `"${whole}" is no usable secret reference: expected \${${from}:NAME} with letters, digits, "_", ".", "/" or "-".`,
      );
    }
    return { from: from === 'env' ? 'env' : 'keyring', name };
  });
}

/**
 * Replaces every reference by its value; `onSecret` is told each value before it is used anywhere.
 * @throws SecretError
 */
export async function resolveSecrets(
  text: string,
  store: SecretStore,
  onSecret: (value: string) => void,
): Promise<string> {
  const values = new Map<string, string>();
  for (const reference of secretReferences(text)) {
    const value = await store.get(reference);
    onSecret(value);
    values.set(`\${${reference.from}:${reference.name}}`, value);
  }
  return text.replaceAll(referencePattern, (whole: string) => values.get(whole) ?? whole);
}
