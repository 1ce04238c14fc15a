import type { IpcMain, IpcMainEvent, WebContents } from 'electron';
import { z } from 'zod';
import { ipcChannel, type ApplicationMessage } from '../../shared/contract/ipc-bridge.ts';
import type { ServerFrame } from '../../shared/contract/frames.ts';
import type { Dispatcher, DispatcherConnection } from '../api/dispatcher.ts';
import type { Logger } from '../platform/logger.ts';
import { isOurPage } from './app-address.ts';

const connection = z.number().int().min(1);
const pageMessageSchema = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('open'), connection }),
  z.strictObject({ is: z.literal('frame'), connection, frame: z.looseObject({ t: z.string() }) }),
  z.strictObject({ is: z.literal('close'), connection }),
]);

/** Characters of one input: far beyond what any method takes, and far below what would hurt. */
const longestInput = 16_000_000;

export interface IpcHostOptions {
  readonly ipc: Pick<IpcMain, 'on' | 'off'>;
  readonly contents: WebContents;
  readonly dispatcher: Dispatcher;
  readonly operator: string;
  readonly logger: Logger;
}

export interface IpcHost {
  /** Ends the page's connection, telling it why. */
  close(reason: string): void;
}

/**
 * The application's end of the contract for one window. It listens to the main frame of that window alone, and only
 * while that shows our own page: whatever else sends on the channel is refused and written down.
 */
export function hostContract({ ipc, contents, dispatcher, operator, logger }: IpcHostOptions): IpcHost {
  let open: { readonly number: number; readonly end: DispatcherConnection } | undefined;

  function say(message: ApplicationMessage): void {
    if (!contents.isDestroyed()) contents.send(ipcChannel, message);
  }

  function close(reason?: string): void {
    if (open === undefined) return;
    const { number, end } = open;
    open = undefined;
    end.close();
    if (reason !== undefined) say({ is: 'closed', connection: number, reason });
  }

  function begin(number: number): void {
    close();
    open = {
      number,
      end: dispatcher.connect({ via: 'window', operator, role: 'admin' }, (frame) =>
        say({ is: 'frame', connection: number, frame: withTextBody(frame) }),
      ),
    };
  }

  function onMessage(event: IpcMainEvent, received: unknown): void {
    if (event.sender !== contents) return;
    const frame = event.senderFrame;
    if (frame === null || frame !== contents.mainFrame || !isOurPage(frame.url)) {
      logger.warn({ from: frame?.url ?? 'a frame that is gone' }, 'a message of a foreign frame was refused');
      return;
    }
    const parsed = pageMessageSchema.safeParse(received);
    if (!parsed.success) {
      logger.warn({ problem: parsed.error.issues[0]?.message }, 'the page sent what is no message');
      close('what the page sent is no message of the contract');
      return;
    }
    const message = parsed.data;
    switch (message.is) {
      case 'open':
        begin(message.connection);
        return;
      case 'close':
        if (open?.number === message.connection) close();
        return;
      case 'frame':
        if (open?.number !== message.connection) return;
        try {
          open.end.receive(withParsedBody(message.frame));
        } catch (error) {
          logger.warn({ err: error }, 'the page sent what is no frame');
          close('what the page sent is no frame of the contract');
        }
        return;
      default:
        message satisfies never;
    }
  }

  // The page that held the connection is going: its calls are cancelled, its subscriptions end.
  const onNavigation = (details: { readonly isMainFrame: boolean; readonly isSameDocument: boolean }) => {
    if (details.isMainFrame && !details.isSameDocument) close();
  };
  const onGone = () => close();

  ipc.on(ipcChannel, onMessage);
  contents.on('did-start-navigation', onNavigation);
  contents.on('render-process-gone', onGone);
  contents.once('destroyed', () => {
    close();
    ipc.off(ipcChannel, onMessage);
  });

  return { close };
}

/** A large answer is copied twice on its way, as structure by structure or as one text; the text is much cheaper. */
function withTextBody(frame: ServerFrame): ServerFrame {
  switch (frame.t) {
    case 'result':
      return { ...frame, output: JSON.stringify(frame.output ?? null) };
    case 'progress':
      return { ...frame, progress: JSON.stringify(frame.progress ?? null) };
    case 'event':
      return { ...frame, payload: JSON.stringify(frame.payload ?? null) };
    case 'hello':
    case 'failure':
    case 'subscribed':
    case 'ended':
      return frame;
  }
}

/** @throws SyntaxError | RangeError when the input is no JSON text */
function withParsedBody(frame: { readonly t: string; readonly input?: unknown }): unknown {
  if (frame.t !== 'call' && frame.t !== 'subscribe') return frame;
  const { input } = frame;
  if (typeof input !== 'string' || input.length > longestInput) {
    throw new RangeError(`expected an input of at most ${longestInput} characters of JSON`);
  }
  return { ...frame, input: JSON.parse(input) as unknown };
}
