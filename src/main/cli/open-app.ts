import { pino } from 'pino';
import { createApp, type App } from '../app.ts';
import { systemClock } from '../platform/clock.ts';
import { silentLogger } from '../platform/logger.ts';
import { systemRandom } from '../platform/random.ts';
import { readSettings } from '../platform/settings-file.ts';

/** Opens the application for one command. `verbose` writes the log to stderr, one JSON object a line. */
export async function openApp(dataDir: string, options: { verbose: boolean; what: string }): Promise<App> {
  return createApp(
    { dataDir, settings: readSettings(dataDir), what: options.what },
    {
      clock: systemClock,
      random: systemRandom,
      logger: options.verbose ? pino({ level: 'debug' }, pino.destination(2)) : silentLogger,
    },
  );
}
