import type { App } from '../app.ts';
import type { Output } from './output.ts';

/** What every command gets. Global options are known by the time an action runs, not before. */
export interface CliContext {
  readonly output: Output;
  readonly dataDir: string;
  /** Aborted by Ctrl-C or SIGTERM; a second one ends the process at once. */
  readonly signal: AbortSignal;
  /** Opens the application, runs `use`, and closes it whatever happens. */
  withApp<T>(use: (app: App) => Promise<T>): Promise<T>;
  /** A data directory for when nobody names one: the demo must not write into what an operator really keeps. */
  useWhenUnnamed(dataDir: string): void;
  /** Sets the exit code without ending the process. */
  exitWith(code: number): void;
}
