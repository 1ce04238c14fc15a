import { SecretError, secretName } from '../../platform/secrets.ts';
import type { Handler } from '../handler.ts';

export const setSecret: Handler<'sources.setSecret'> = async ({ name, value }, { app }) => {
  checkName(name);
  await app.mcp.secrets.set(name, value);
  app.sourcesChanged();
  return {};
};

/** @throws SecretError secret-malformed */
export function checkName(name: string): void {
  const problem = secretName.safeParse(name).error?.issues[0]?.message;
  if (problem !== undefined) {
    throw new SecretError('secret-malformed', `"${name}" cannot be a secret's name: ${problem}`);
  }
}
