import { userInfo } from 'node:os';
import { dialog, shell } from 'electron';
import type { Desktop } from '../api/host.ts';
import { createApp, type App } from '../app.ts';
import { systemClock } from '../platform/clock.ts';
import { DomainError } from '../platform/errors.ts';
import type { Logger } from '../platform/logger.ts';
import { systemRandom } from '../platform/random.ts';
import type { SecretStore } from '../platform/secrets.ts';
import { readSettings } from '../platform/settings-file.ts';
import { startHost, type RunningHost } from '../server/start-host.ts';
import type { Texts } from './texts.ts';

export interface RunningApplication {
  readonly app: App;
  readonly host: RunningHost;
  readonly operator: string;
  /** What runs may finish until the deadline; then everything is closed. */
  close(): Promise<void>;
}

export interface ApplicationOptions {
  readonly dataDir: string;
  readonly secrets: SecretStore;
  readonly logger: Logger;
  readonly desktop: Desktop;
}

/**
 * Opens the application for the window. While another process works in the data directory it says which one, and asks.
 * @returns undefined when the person gave up
 */
export async function openApplication(
  options: ApplicationOptions,
  texts: Texts,
  browserAddress: () => Promise<string | undefined>,
): Promise<RunningApplication | undefined> {
  for (;;) {
    try {
      return await open(options);
    } catch (error) {
      options.logger.error({ err: error }, 'the application could not be opened');
      const again = await askWhatNow(error, texts, browserAddress);
      if (!again) return undefined;
    }
  }
}

async function open({ dataDir, secrets, logger, desktop }: ApplicationOptions): Promise<RunningApplication> {
  const app = await createApp(
    { dataDir, settings: readSettings(dataDir), what: 'desktop' },
    { clock: systemClock, random: systemRandom, logger, secrets },
  );
  const operator = userInfo().username;
  let host: RunningHost | undefined;
  try {
    host = await startHost({
      app,
      host: { kind: 'window', startedAt: app.clock.now(), desktop },
      operator,
      random: systemRandom,
      logger,
      what: 'desktop',
    });
    await app.scheduler.start();
  } catch (error) {
    await host?.close({ deadlineMs: 0 });
    await app.close();
    throw error;
  }
  const running = host;
  let closing: Promise<void> | undefined;
  return {
    app,
    host,
    operator,
    async close() {
      closing ??= end(app, running);
      await closing;
    },
  };
}

const drainMs = 10_000;

async function end(app: App, host: RunningHost): Promise<void> {
  await Promise.all([host.close({ deadlineMs: drainMs }), app.scheduler.stop({ deadlineMs: drainMs })]);
  await app.close();
}

/** @returns whether to try again */
async function askWhatNow(
  error: unknown,
  texts: Texts,
  browserAddress: () => Promise<string | undefined>,
): Promise<boolean> {
  const locked = error instanceof DomainError && error.code === 'data-dir-locked';
  const address = locked ? await browserAddress() : undefined;
  const message = error instanceof Error ? error.message : String(error);
  const hint = error instanceof DomainError ? error.hint : undefined;
  const { response } = await dialog.showMessageBox({
    type: locked ? 'warning' : 'error',
    message: locked ? texts.locked.title : texts.failedToStart.title,
    detail: hint === undefined ? message : `${message}\n\n${hint}`,
    buttons: [
      texts.locked.tryAgain,
      ...(address === undefined ? [] : [texts.locked.openInBrowser]),
      texts.locked.quit,
    ],
    defaultId: 0,
    cancelId: address === undefined ? 1 : 2,
    noLink: true,
  });
  if (response === 0) return true;
  if (response === 1 && address !== undefined) await shell.openExternal(address);
  return false;
}
