import type { SecretStore } from '../platform/secrets.ts';
import { planImport, type ImportPlan } from './import-servers.ts';
import type { FoundSecret } from './move-secrets.ts';
import type { ServerFile } from './server-file.ts';

/** What was done; holds no secret. */
export interface ImportReport {
  readonly added: readonly string[];
  readonly renamed: ImportPlan['renamed'];
  readonly collisions: readonly string[];
  readonly problems: ImportPlan['problems'];
  readonly notes: readonly string[];
  /** Literal secrets that now lie in the keyring of this machine. */
  readonly stored: readonly MovedSecret[];
  /** References that the operator has to fill: environment variables, or secrets that the file did not have. */
  readonly toSet: readonly MovedSecret[];
  /** Why environment variables had to be used. */
  readonly keyringUnavailable?: string;
}

export type MovedSecret = Omit<FoundSecret, 'value'>;

/**
 * Takes servers over: secrets first into the keyring, then the file. Where there is no keyring, references name
 * environment variables, and the report says which; a secret is never left in a file of ours instead.
 */
export async function importServers(
  text: string,
  file: string,
  options: {
    readonly servers: ServerFile;
    readonly secrets: SecretStore;
    readonly replace: boolean;
    /** Only these of the file, by the names that they have here. */
    readonly only?: readonly string[];
  },
): Promise<ImportReport> {
  const { servers, secrets, replace, only } = options;
  const existing = await servers.names();
  const plan = (secretsTo: 'env' | 'keyring') =>
    planImport(text, file, { existing, replace, secretsTo, ...(only && { only }) });

  let chosen = plan('keyring');
  let keyringUnavailable: string | undefined;
  if (chosen.secrets.length > 0) {
    keyringUnavailable = await storeAll(chosen.secrets, secrets);
    if (keyringUnavailable !== undefined) chosen = plan('env');
  }
  if (chosen.servers.length > 0) await servers.put(chosen.servers);
  const withoutValue = ({ server, where, reference, from, name }: FoundSecret): MovedSecret => ({
    server,
    where,
    reference,
    from,
    name,
  });
  const isStored = (secret: FoundSecret) => secret.from === 'keyring' && secret.value !== undefined;
  return {
    added: chosen.servers.map((server) => server.name),
    renamed: chosen.renamed,
    collisions: chosen.collisions,
    problems: chosen.problems,
    notes: chosen.notes,
    stored: chosen.secrets.filter(isStored).map(withoutValue),
    toSet: chosen.secrets.filter((secret) => !isStored(secret)).map(withoutValue),
    ...(keyringUnavailable === undefined ? {} : { keyringUnavailable }),
  };
}

/** @returns why the keyring cannot be used, or undefined when all is stored */
async function storeAll(found: readonly FoundSecret[], secrets: SecretStore): Promise<string | undefined> {
  const { keyring } = await secrets.describe();
  if (!keyring.available) return keyring.reason;
  try {
    for (const { name, value } of found) if (value !== undefined) await secrets.set(name, value);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
