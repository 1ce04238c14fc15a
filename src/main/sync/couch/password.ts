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

/** @throws SecretError where the secret store cannot be used: nothing is kept anywhere else */
export async function keepPassword(secrets: SecretStore, password: string): Promise<void> {
  try {
    await secrets.set(passwordName, password);
  } catch (error) {
    if (!(error instanceof SecretError)) throw error;
    throw new SecretError(error.code, `the password cannot be kept: ${error.message}`, {
      hint: `Nothing was changed. Where there is no keyring, set ${passwordVariable} for every process, and connect with --keep-password.`,
      cause: error,
    });
  }
}
