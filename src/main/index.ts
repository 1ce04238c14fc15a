import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog, protocol } from 'electron';
import { z } from 'zod';
import { appScheme } from './electron/app-address.ts';
import { parseLaunch } from './electron/launch.ts';
import { createOutsideRequests } from './electron/requests.ts';
import { resolveDataDir } from './platform/data-dir.ts';

/**
 * The Electron entry: the only one that may load `electron`. It has to be evaluated whole before Electron becomes
 * ready, so nothing is awaited here; the rest is loaded then.
 */
const launch = parseLaunch(process.argv.slice(1));
const dataDir = resolveDataDir(launch.dataDir, process.env, process.platform);
const requests = createOutsideRequests();

protocol.registerSchemesAsPrivileged([
  {
    scheme: appScheme,
    privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
  },
]);
app.setName('Datacenter Docs');
app.setAppUserModelId('org.datacenter-docs.app');
app.enableSandbox();
// Chromium's own files; and one window for each data directory, not one for each user.
const profile = join(dataDir, 'window');
try {
  mkdirSync(profile, { recursive: true, mode: 0o700 });
  app.setPath('userData', profile);
} catch {
  // Opening the application says what is wrong with the data directory, in a dialogue that can be read.
}

const handedOver = z.object({ link: z.string().optional() });

if (app.requestSingleInstanceLock({ ...(launch.link !== undefined && { link: launch.link }) })) {
  app.on('second-instance', (_event, _args, _folder, data) => {
    const { link } = handedOver.safeParse(data).data ?? {};
    requests.add(link === undefined ? {} : { link });
  });
  app.on('open-url', (event, link) => {
    event.preventDefault();
    requests.add({ link });
  });
  void start();
} else {
  app.quit();
}

async function start(): Promise<void> {
  await app.whenReady();
  try {
    const { startDesktop } = await import('./electron/desktop.ts');
    await startDesktop({ dataDir, launch, requests, built: join(import.meta.dirname, '..') });
  } catch (error) {
    dialog.showErrorBox(
      'Datacenter Docs cannot start',
      error instanceof Error ? (error.stack ?? error.message) : String(error),
    );
    app.exit(1);
  }
}
