import { runInThisContext } from 'node:vm';
import type { BrowserWindow } from './browser-window.ts';
import type { Menu } from './menu.ts';
import type { Notification } from './notification.ts';
import type { Tray } from './tray.ts';

export interface Dialogue {
  readonly kind: 'message' | 'save' | 'error';
  readonly options: Readonly<Record<string, unknown>>;
}

/** What the test that drives this process sees of it, and may do to it. */
class StandIn {
  readonly windows: BrowserWindow[] = [];
  readonly dialogues: Dialogue[] = [];
  /** Answers that dialogues wait for, oldest first. */
  readonly answers: unknown[] = [];
  readonly opened: string[] = [];
  readonly notifications: Notification[] = [];
  readonly trays: Tray[] = [];
  /** Addresses that a page asked for and that are not the application's own. */
  readonly foreignRequests: string[] = [];
  readonly handledProtocols = new Map<string, unknown>();
  menu: Menu | null = null;
  badge = 0;
  relaunched = false;
  loginItem = { openAtLogin: false };
  #waiting: (() => void)[] = [];

  /** Something changed: whoever waits looks again. */
  changed(): void {
    for (const look of this.#waiting.splice(0)) look();
  }

  async until<T>(look: () => T | undefined | false | null): Promise<T> {
    for (;;) {
      const seen = look();
      if (seen !== undefined && seen !== false && seen !== null) return seen;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async answer(dialogue: Dialogue): Promise<unknown> {
    this.dialogues.push(dialogue);
    this.changed();
    return this.until(() => {
      const [answer] = this.answers.splice(0, 1);
      return answer === undefined ? undefined : { answer };
    }).then(({ answer }) => answer);
  }

  /** The test sends functions as text; they run here with everything that is known of the process. */
  listen(): void {
    process.on('message', (message: { id: number; source: string; argument: unknown }) => {
      void this.#run(message);
    });
    process.on('disconnect', () => process.exit(0));
    // Waiting for the test does not keep a process alive that has ended.
    process.channel?.unref();
  }

  async #run({ id, source, argument }: { id: number; source: string; argument: unknown }): Promise<void> {
    try {
      const electron: unknown = await import('./electron.ts');
      const run = runInThisContext(`(${source})`) as (parts: unknown, argument: unknown) => unknown;
      const value = await run({ standIn: this, electron }, argument);
      process.send?.({ id, value: value ?? null });
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
}

export const standIn = new StandIn();
