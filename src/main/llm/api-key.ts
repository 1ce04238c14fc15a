import { DomainError } from '../platform/errors.ts';
import { resolveSecrets, type SecretStore } from '../platform/secrets.ts';
import type { Endpoint, Environment } from './endpoint.ts';

export interface FoundKey {
  readonly value: string;
  readonly from: KeyPlace;
}

/** environment: LLM_API_KEY; reference: what the settings name; stored: in the secret store, for this address. */
export type KeyPlace = 'environment' | 'reference' | 'stored';

/** The name under which the key of an address is kept: a key never goes to another address than it was stored for. */
export function keyName(endpoint: Pick<Endpoint, 'origin'>): string {
  const url = new URL(endpoint.origin);
  const host = url.host.replaceAll(/[^A-Za-z0-9.-]/g, '_');
  return `llm/${url.protocol.slice(0, -1)}/${host}`.slice(0, 128);
}

/**
 * The key for an endpoint, or undefined where none is set.
 * @throws DomainError when the settings refer to a secret that is not there
 */
export async function findKey(
  endpoint: Endpoint,
  env: Environment,
  secrets: SecretStore,
): Promise<FoundKey | undefined> {
  const fromEnv = env['LLM_API_KEY']?.trim();
  if (fromEnv !== undefined && fromEnv !== '') return { value: fromEnv, from: 'environment' };
  const { apiKey } = endpoint.settings;
  if (apiKey !== undefined && endpoint.from === 'settings') {
    return { value: await resolveSecrets(apiKey, secrets, () => {}), from: 'reference' };
  }
  try {
    return { value: await secrets.get({ from: 'keyring', name: keyName(endpoint) }), from: 'stored' };
  } catch (error) {
    // Many endpoints need none, so a workstation without a keyring is no fault here.
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}
