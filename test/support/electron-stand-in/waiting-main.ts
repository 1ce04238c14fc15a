import { app } from 'electron';
import { guardQuit } from '../../../src/main/electron/quit.ts';
import { textsFor } from '../../../src/main/electron/texts.ts';
import { createTray } from '../../../src/main/electron/tray.ts';
import { silentLogger } from '../../../src/main/platform/logger.ts';

/** The tray and the quitting of a desktop in which remediations wait for approval and run. */
const texts = textsFor('en');
let pending = 3;
const listeners = new Set<() => void>();

async function start(): Promise<void> {
  await app.whenReady();
  createTray({
    texts: texts.tray,
    approvals: {
      count: () => pending,
      onChanged: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    keepRunning: { get: () => false, set: () => {} },
    goTo(path) {
      process.stdout.write(`shows ${path}\n`);
      pending = 0;
      for (const listener of listeners) listener();
    },
    show: () => {},
    quit: () => app.quit(),
  });
  guardQuit({
    runningRemediations: () => ['rem-1'],
    texts: texts.quitWhileRunning,
    logger: silentLogger,
    async end() {
      process.stdout.write('ended in order\n');
    },
  });
}

void start();
