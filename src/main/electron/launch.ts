import { linkScheme } from './deep-link.ts';

/** What the application was started with. */
export interface Launch {
  readonly dataDir?: string;
  /** Started at login: no window until somebody asks for one. */
  readonly hidden: boolean;
  readonly link?: string;
}

/** Reads a command line; what is not ours is Chromium's, or the name of the folder that is run. */
export function parseLaunch(args: readonly string[]): Launch {
  const named = args.indexOf('--data-dir');
  const dataDir =
    args.find((arg) => arg.startsWith('--data-dir='))?.slice('--data-dir='.length) ??
    (named === -1 ? undefined : args[named + 1]);
  const link = args.find((arg) => arg.startsWith(`${linkScheme}://`));
  return {
    hidden: args.includes('--hidden'),
    ...(dataDir !== undefined && dataDir !== '' && { dataDir }),
    ...(link !== undefined && { link }),
  };
}
