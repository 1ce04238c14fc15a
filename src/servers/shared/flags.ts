import { parseArgs } from 'node:util';
import { StartFailure } from './tool-failure.ts';

/** One option of a server's command line, for its parser and for help alike. Kept free of zod: help passes here. */
export interface ServerFlag {
  readonly name: string;
  /** The word that help shows for its value; without one the flag is a switch. */
  readonly value?: string;
  readonly says: string;
}

export const allowWritesFlag: ServerFlag = {
  name: 'allow-writes',
  says: 'offer tools that change something (default: read-only)',
};

export interface ServerArguments {
  /** The last value given. */
  value(name: string): string | undefined;
  has(name: string): boolean;
}

/** @throws StartFailure that names the option that does not fit */
export function readArguments(flags: readonly ServerFlag[], argv: readonly string[]): ServerArguments {
  const options = Object.fromEntries(
    flags.map(({ name, value }) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  try {
    const { values } = parseArgs({ args: [...argv], options, strict: true, allowPositionals: false });
    return {
      value: (name) => {
        const value = values[name];
        return typeof value === 'string' ? value : undefined;
      },
      has: (name) => values[name] !== undefined && values[name] !== false,
    };
  } catch (error) {
    throw new StartFailure(error instanceof Error ? error.message : String(error));
  }
}

/** @throws StartFailure unless it is a whole number within the bounds */
export function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new StartFailure(`--${flag}: expected a whole number from ${least} to ${most}, got "${text}"`);
  return value;
}
