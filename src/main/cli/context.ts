import type { Client } from '../../shared/contract/client.ts';
import type { App } from '../app.ts';
import type { Logger } from '../platform/logger.ts';
import type { Output } from './output.ts';

/** What every command gets. Global options are known by the time an action runs, not before. */
export interface CliContext {
  readonly output: Output;
  readonly dataDir: string;
  /** Whose name stands in notes and in the audit. */
  readonly operator: string;
  /** Aborted by Ctrl-C or SIGTERM; a second one ends the process at once. */
  readonly signal: AbortSignal;
  /**
   * Runs `use` with the application's contract: of the window, `serve` or `worker` that holds the data directory, else
   * of this process, which then opens the store itself and closes it whatever happens. A command cannot tell which.
   * @throws DomainError data-dir-locked | attach-file-unsafe | contract-differs
   */
  withClient<T>(use: (client: Client) => Promise<T>): Promise<T>;
  /**
   * Opens the application in this process, for as long as `use` takes: for what holds the data directory itself.
   * @throws DomainError data-dir-locked
   */
  withApp<T>(use: (app: App, logger: Logger) => Promise<T>): Promise<T>;
  /** A data directory for when nobody names one: the demo must not write into what an operator really keeps. */
  useWhenUnnamed(dataDir: string): void;
  /** Sets the exit code without ending the process. */
  exitWith(code: number): void;
}
