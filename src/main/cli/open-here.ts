import { pino } from 'pino';
import { createDispatcher } from '../api/dispatcher.ts';
import { createMemoryPort } from '../api/memory-port.ts';
import { createApp, type App } from '../app.ts';
import { systemClock } from '../platform/clock.ts';
import { silentLogger, type Logger } from '../platform/logger.ts';
import { systemRandom } from '../platform/random.ts';
import { readSettings } from '../platform/settings-file.ts';
import type { ReachedApplication } from './reach-application.ts';

export interface OpenOptions {
  readonly dataDir: string;
  /** Writes the log to stderr, one JSON object a line. */
  readonly verbose: boolean;
  /** For whoever finds the data directory in use. */
  readonly what: string;
}

/** Opens the application in this process. */
export async function openApp(options: OpenOptions): Promise<{ readonly app: App; readonly logger: Logger }> {
  const logger = options.verbose ? pino({ level: 'debug' }, pino.destination(2)) : silentLogger;
  const app = await createApp(
    { dataDir: options.dataDir, settings: readSettings(options.dataDir), what: options.what },
    { clock: systemClock, random: systemRandom, logger },
  );
  return { app, logger };
}

/** The same, spoken to through its contract like one that runs elsewhere. */
export async function openHere(
  options: OpenOptions & {
    readonly operator: string;
    readonly onOpen: (app: App) => void;
    /** What a handler failed with, which the contract tells nobody. */
    readonly onFault: (error: unknown) => void;
  },
): Promise<ReachedApplication> {
  const { app, logger } = await openApp(options);
  options.onOpen(app);
  const dispatcher = createDispatcher({
    app,
    host: { kind: 'worker', startedAt: app.clock.now() },
    random: systemRandom,
    logger: {
      debug: (fields, message) => logger.debug(fields, message),
      info: (fields, message) => logger.info(fields, message),
      warn: (fields, message) => logger.warn(fields, message),
      error(fields, message) {
        if ('err' in fields) options.onFault(fields.err);
        logger.error(fields, message);
      },
    },
  });
  const port = createMemoryPort(dispatcher, { via: 'cli', operator: options.operator, role: 'admin' });
  return {
    port,
    async close() {
      port.close();
      // What was cancelled still writes down how it ended.
      await dispatcher.idle();
      await app.close();
    },
  };
}
