import { app, dialog } from 'electron';
import type { Logger } from '../platform/logger.ts';
import type { CrashLog } from './crash-log.ts';
import type { Texts } from './texts.ts';

/** Exit code of a process that met a fault of its own: EX_SOFTWARE. */
const softwareFault = 70;

/** Writes down every way in which this process or one of its helpers fails. */
export function watchCrashes(crashes: CrashLog, texts: Texts['crashed'], logger: Logger): void {
  let failing = false;
  process.on('uncaughtException', (error) => {
    const file = crashes.record('uncaught exception', error);
    // The second one comes out of dealing with the first.
    if (failing) return;
    failing = true;
    logger.error({ err: error, file }, 'an uncaught exception ends the application');
    void endAfterCrash(file, texts);
  });
  process.on('unhandledRejection', (reason) => {
    const file = crashes.record('unhandled rejection', reason);
    logger.error({ err: reason, file }, 'a rejection that nobody handled');
  });
  app.on('child-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || details.reason === 'killed') return;
    const file = crashes.record(`${details.type} process gone`, details);
    logger.error({ details, file }, 'a helper process is gone');
  });
}

/** What state the process is in is unknown: it ends, and begins anew when the person wants that. */
async function endAfterCrash(file: string | undefined, texts: Texts['crashed']): Promise<void> {
  try {
    await app.whenReady();
    const { response } = await dialog.showMessageBox({
      type: 'error',
      message: texts.title,
      detail: texts.detail(file),
      buttons: [texts.restart, texts.quit],
      defaultId: 0,
      cancelId: 1,
      noLink: true,
    });
    if (response === 0) app.relaunch();
  } finally {
    app.exit(softwareFault);
  }
}
