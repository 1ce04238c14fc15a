import { join } from 'node:path';
import { app, dialog, Menu, powerMonitor, protocol, safeStorage, session, shell } from 'electron';
import type { Desktop } from '../api/host.ts';
import type { App } from '../app.ts';
import { systemClock } from '../platform/clock.ts';
import { createOsKeyring } from '../platform/secrets-keyring.ts';
import { createRedactor } from '../platform/secrets-redact.ts';
import { version } from '../platform/version.ts';
import { readAttachFile } from '../server/attach-file.ts';
import { appScheme } from './app-address.ts';
import { answerAppRequest } from './app-protocol.ts';
import { createConsole, type Console } from './console.ts';
import { createCrashLog } from './crash-log.ts';
import { watchCrashes } from './crash-watch.ts';
import { linkScheme, pathOfLink } from './deep-link.ts';
import { createDesktopSecrets, secretsKept } from './desktop-secrets.ts';
import { openDesktopSettings } from './desktop-settings.ts';
import { checkExternalAddress } from './external-address.ts';
import { createGoTo } from './go-to.ts';
import type { Launch } from './launch.ts';
import { openLogFile } from './log-file.ts';
import { createLoginItem } from './login-item.ts';
import { menuTemplate } from './menu.ts';
import { lockNavigation } from './navigation.ts';
import { watchNotices, type NoticeSource } from './notices.ts';
import { noticeFor } from './notice-text.ts';
import { notify } from './notify.ts';
import { openApplication } from './open-application.ts';
import { savePdf } from './pdf.ts';
import { denyPermissions } from './permissions.ts';
import { guardQuit } from './quit.ts';
import type { OutsideRequests } from './requests.ts';
import { createSafeStorageKeyring } from './safe-storage-keyring.ts';
import { textsFor } from './texts.ts';
import { createTray, type AppTray } from './tray.ts';

export interface DesktopOptions {
  readonly dataDir: string;
  readonly launch: Launch;
  readonly requests: OutsideRequests;
  /** The folder with the built `preload` and `renderer`. */
  readonly built: string;
}

/** The composition of the desktop, once Electron is ready: application, window, and everything around them. */
export async function startDesktop({ dataDir, launch, requests, built }: DesktopOptions): Promise<void> {
  const logs = join(dataDir, 'logs');
  const redactor = createRedactor();
  const texts = textsFor(app.getLocale());
  const log = openLogFile(join(logs, 'desktop.log'), redactor);
  const { logger } = log;
  const crashes = createCrashLog({ folder: logs, clock: systemClock, redactor });
  watchCrashes(crashes, texts.crashed, logger);

  const openExternal = async (url: string) => shell.openExternal(checkExternalAddress(url));
  app.on('web-contents-created', (_event, contents) => lockNavigation(contents, { openExternal, logger }));
  denyPermissions(session.defaultSession);
  const rendererDir = join(built, 'renderer');
  protocol.handle(appScheme, (request) => answerAppRequest(request, rendererDir));

  const osKeyring = createOsKeyring();
  const encryptedFile = createSafeStorageKeyring({
    file: join(dataDir, 'secrets.json'),
    storage: safeStorage,
    platform: process.platform,
  });
  const settings = openDesktopSettings(join(dataDir, 'desktop.json'));
  const loginItem = createLoginItem({
    platform: process.platform,
    env: process.env,
    app,
    executable: process.execPath,
    dataDir: launch.dataDir === undefined ? undefined : dataDir,
  });
  const goTo = createGoTo();
  let window: Console | undefined;
  let tray: AppTray | undefined;
  const desktop: Desktop = {
    openExternal,
    savePdf: (document) => savePdf(window?.current(), document, texts.savePdf),
    startAtLogin: async () => loginItem.isOn(),
    setStartAtLogin: (on) => loginItem.set(on),
    keepRunning: () => settings.read().keepRunning,
    async setKeepRunning(on) {
      await settings.change({ keepRunning: on });
      tray?.refresh();
    },
    secretsKept: () => secretsKept(osKeyring, encryptedFile),
    onGoTo: (listener) => goTo.listen(listener),
  };

  const application = await openApplication(
    {
      dataDir,
      secrets: createDesktopSecrets(process.env, osKeyring, encryptedFile, redactor),
      logger,
      desktop,
    },
    texts,
    async () => readAttachFile(dataDir)?.console,
  );
  if (application === undefined) {
    log.flush();
    app.exit(0);
    return;
  }

  const quit = () => app.quit();
  const shown = createConsole({
    application,
    goTo,
    preload: join(built, 'preload/index.cjs'),
    stateFile: join(dataDir, 'window.json'),
    clock: systemClock,
    crashes,
    texts: texts.pageGone,
    logger,
    quit,
  });
  window = shown;
  const show = (path?: string) => shown.show(path);

  if (!launch.hidden || launch.link !== undefined) {
    show(launch.link === undefined ? undefined : pathOfLink(launch.link));
  }
  requests.serve(({ link }) => show(link === undefined ? undefined : pathOfLink(link)));

  const stopNotices = watchNotices(
    noticesOf(application.app),
    texts.notices,
    (notice) => {
      // Who looks at the window sees it there.
      if (shown.current()?.isFocused() !== true) notify(notice, show);
    },
    (error) => logger.error({ err: error }, 'notices could not be looked for'),
  );
  const { notices, pendingWork } = application.app;
  const stopTelling = notices.onTold((told) => {
    // Who looks at the window is told there.
    if (shown.current()?.isFocused() !== true) notify(noticeFor(told, texts.notices), show);
  });
  tray = createTray({
    texts: texts.tray,
    approvals: {
      count: () => pendingWork.approvals(),
      onChanged: (listener) => pendingWork.onChanged(listener),
    },
    keepRunning: {
      get: () => settings.read().keepRunning,
      set: (on) => void desktop.setKeepRunning(on),
    },
    goTo: show,
    show,
    quit,
  });
  guardQuit({
    runningRemediations: () => pendingWork.running(),
    texts: texts.quitWhileRunning,
    logger,
    async end() {
      stopNotices();
      stopTelling();
      shown.close('the application is ending');
      await application.close();
      tray?.close();
      logger.info({}, 'ended');
      log.flush();
    },
  });

  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin' && !settings.read().keepRunning) quit();
  });
  app.on('activate', () => show());
  powerMonitor.on('suspend', () => logger.info({}, 'the machine goes to sleep'));
  powerMonitor.on('resume', () => {
    logger.info({}, 'the machine woke up: what was due meanwhile is caught up');
    application.app.scheduler.wake();
  });
  powerMonitor.on('shutdown', () => quit());
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme);

  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate(process.platform, texts, {
        goTo: show,
        press(key, modifiers) {
          show();
          const contents = shown.current()?.webContents;
          const event = { keyCode: key, modifiers: [...modifiers] };
          contents?.sendInputEvent({ type: 'keyDown', ...event });
          if (key.length === 1 && modifiers.every((modifier) => modifier === 'shift')) {
            contents?.sendInputEvent({ type: 'char', ...event });
          }
          contents?.sendInputEvent({ type: 'keyUp', ...event });
        },
        back: () => shown.current()?.webContents.navigationHistory.goBack(),
        forward: () => shown.current()?.webContents.navigationHistory.goForward(),
        print: () => shown.current()?.webContents.print(),
        openDataDirectory: () => void shell.openPath(dataDir),
        openLogs: () => void shell.openPath(logs),
        about: () =>
          void dialog.showMessageBox({
            type: 'info',
            message: 'Datacenter Docs',
            detail: texts.about(version, dataDir),
          }),
        quit,
      }),
    ),
  );
  // Whoever types first into the palette does not wait for an index.
  application.app.search
    .warm()
    .catch((error: unknown) => logger.error({ err: error }, 'the inventory failed to load'));
  logger.info({ version, dataDir }, 'started');
}

function noticesOf({ inventory, scheduler }: App): NoticeSource {
  return {
    criticalFindings: async () =>
      (await inventory.view()).all('finding').filter(({ attributes }) => attributes.severity === 'critical'),
    onJudged: (listener) =>
      inventory.onChanged(({ kinds }) => {
        if (kinds.includes('finding')) listener();
      }),
    failedRuns: async () =>
      (await inventory.view()).runs.flatMap(({ last }) => (last.outcome === 'failed' ? [last] : [])),
    onJobChanged: (listener) => scheduler.onChanged((run) => listener(run)),
  };
}
