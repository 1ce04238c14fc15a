import { app, dialog } from 'electron';
import type { Logger } from '../platform/logger.ts';
import type { Texts } from './texts.ts';

export interface QuitOptions {
  /** Remediations that are under way now. */
  readonly runningRemediations: () => readonly string[];
  readonly texts: Texts['quitWhileRunning'];
  /** Ends everything in order: what runs has its deadline in it. */
  readonly end: () => Promise<void>;
  readonly logger: Logger;
}

/** However long a job takes to notice that it is to stop, a person who quits does not wait longer than this. */
const longestEndMs = 30_000;

/** Lets the application end only after a running remediation was asked about and everything is written. */
export function guardQuit({ runningRemediations, texts, end, logger }: QuitOptions): void {
  let state: 'running' | 'asking' | 'ending' = 'running';
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (state !== 'running') return;
    state = 'asking';
    void (async () => {
      if (!(await mayQuit())) {
        state = 'running';
        return;
      }
      state = 'ending';
      await endWithin(longestEndMs);
      app.exit(0);
    })();
  });

  async function mayQuit(): Promise<boolean> {
    const { length } = runningRemediations();
    if (length === 0) return true;
    const { response } = await dialog.showMessageBox({
      type: 'warning',
      message: texts.title(length),
      detail: texts.detail,
      buttons: [texts.stay, texts.quit],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    return response === 1;
  }

  async function endWithin(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), ms);
    });
    try {
      const how = await Promise.race([end(), late]);
      if (how === 'late')
        logger.error({ ms }, 'ending took too long: the application was ended all the same');
    } catch (error) {
      logger.error({ err: error }, 'ending failed');
    } finally {
      clearTimeout(timer);
    }
  }
}
