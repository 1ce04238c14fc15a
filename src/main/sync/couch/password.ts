import { SecretError, type SecretStore } from '../../platform/secrets.ts';

/** What the account's password is kept under in the secret store. */
export const passwordName = 'couchdb-password';
/** For machines without a keyring; it wins. */
export const passwordVariable = 'COUCHDB_PASSWORD';

export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws SecretError where there is none, or the secret store cannot be used */
export async function couchPassword(secrets: SecretStore, env: Environment): Promise<string> {
  const given = env[passwordVariable];
  if (given !== undefined && given !== '') return given;
  try {
    return await secrets.get({ from: 'keyring', name: passwordName });
  } catch (error) {
    if (!(error instanceof SecretError)) throw error;
    throw new SecretError(
      error.code,
      error.code === 'secret-not-found'
        ? 'no password is kept for the account on the CouchDB server'
        : `the password of the account on the CouchDB server cannot be read: ${error.message}`,
      { hint: `Set it with \`datacenter-docs sync connect\`, or in ${passwordVariable}.`, cause: error },
    );
  }
}
