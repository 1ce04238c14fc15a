import { hostname } from 'node:os';
import { contractHash } from '../../shared/contract/pinned.ts';
import { createDispatcher, type Dispatcher } from '../api/dispatcher.ts';
import type { Host } from '../api/host.ts';
import type { App } from '../app.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import { version } from '../platform/version.ts';
import { writeAttachFile, type Attachment } from './attach-file.ts';
import { startAttachServer } from './attach-server.ts';

export interface RunningHost {
  readonly dispatcher: Dispatcher;
  readonly attachment: Attachment;
  /** How many command lines are attached now. */
  readonly attached: () => number;
  /** Lets others of this user find the console that browsers are served: the desktop, which cannot open a second one. */
  tellConsole(address: string): void;
  /** Lets calls that run finish until the deadline, then ends every connection. The application stays open. */
  close(options?: { readonly deadlineMs?: number }): Promise<void>;
}

export interface HostOptions {
  readonly app: App;
  readonly host: Host;
  /** Whose name stands in notes and in the audit. */
  readonly operator: string;
  readonly random: Random;
  readonly logger: Logger;
  /** What this process is, as in its lock: `datacenter-docs serve`, `desktop`, … */
  readonly what: string;
}

const drainMs = 10_000;
const settleMs = 5_000;
const indexAfterMs = 1_000;

/**
 * Everything around an opened application that makes it answer: the dispatcher, and the endpoint that command lines
 * attach to. The same for `serve`, `worker` and the desktop window.
 */
export async function startHost(options: HostOptions): Promise<RunningHost> {
  const { app, host, operator, random, logger, what } = options;
  const dispatcher = createDispatcher({ app, host, random, logger });
  const token = random.id(32);
  const attach = await startAttachServer({ dispatcher, token, operator, clock: app.clock, logger });
  const attachment: Attachment = {
    pid: process.pid,
    host: hostname(),
    url: attach.url,
    token,
    contract: contractHash,
    version,
    what,
  };
  const file = writeAttachFile(app.dataDir, attachment);
  // What is indexed can wait until somebody has been answered.
  const closing = new AbortController();
  const begin = () => {
    app.knowledge.start();
    app.ticketWork.start();
    Promise.all([app.notices.start(), app.pendingWork.start()]).catch((error: unknown) =>
      logger.error({ err: error }, 'what people are to be told of could not be looked at'),
    );
  };
  app.sync
    .start()
    .catch((error: unknown) => logger.error({ err: error }, 'what is shared could not be begun with'));
  app.leading.start();
  app.presence.start();
  app.remediations
    .start()
    .then(() => app.runbooks.start())
    .catch((error: unknown) => logger.error({ err: error }, 'remediations of before could not be looked at'));
  app.clock.sleep(indexAfterMs, closing.signal).then(begin, () => {});
  return {
    dispatcher,
    attachment,
    attached: () => attach.count,
    tellConsole: (address) => void writeAttachFile(app.dataDir, { ...attachment, console: address }),
    async close({ deadlineMs = drainMs } = {}) {
      closing.abort();
      file.remove();
      await attach.close(deadlineMs);
      // What was cut off still writes down how it ended, before what it writes to is closed.
      const timer = new AbortController();
      const late = app.clock.sleep(settleMs, timer.signal).catch(() => undefined);
      await Promise.race([dispatcher.idle(), late]);
      timer.abort();
    },
  };
}
