import { StartFailure } from './tool-failure.ts';

/**
 * A secret that is named by its environment variable: command lines are seen by everybody on the machine and are kept
 * in configuration files. Read once, and not put into any message.
 * @throws StartFailure that names the variable, never its value
 */
export function secretVariable(
  name: string,
  purpose: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    throw new StartFailure(
      `expected the name of an environment variable that holds ${purpose}, got text that is none; secrets are never given on the command line`,
    );
  const value = environment[name];
  if (value === undefined || value === '')
    throw new StartFailure(
      `expected ${purpose} in the environment variable ${name}, which is ${value === undefined ? 'not set' : 'empty'}`,
    );
  return value;
}
