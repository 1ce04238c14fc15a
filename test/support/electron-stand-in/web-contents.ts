import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { BrowserContext, CDPSession, Frame, Page, Request as PageRequest, Route } from 'playwright-core';
import { app, PreventableEvent } from './app.ts';
import { browserContext, fromWeb, toWeb } from './browser.ts';
import { standIn } from './control.ts';
import { preloadScript } from './preload-frame.ts';
import { defaultSession, type Session } from './session.ts';

export interface WebPreferences {
  readonly preload?: string;
  readonly session?: Session;
  readonly javascript?: boolean;
}

class FrameOf {
  readonly contents: WebContents;
  readonly #frame: () => Frame | undefined;
  constructor(contents: WebContents, frame: () => Frame | undefined) {
    this.contents = contents;
    this.#frame = frame;
  }
  get url(): string {
    return fromWeb(this.#frame()?.url() ?? '');
  }
}

/** Electron's ipcMain: a binding of every page ends here. */
export const ipcMain = new EventEmitter();

const pages = new Map<Page, WebContents>();
/** A page that crashed stays in the browser's list. */
const crashed = new WeakSet<Page>();
let context: Promise<BrowserContext> | undefined;

function openContext(): Promise<BrowserContext> {
  context ??= prepare();
  return context;
}

async function prepare(): Promise<BrowserContext> {
  const opened = await browserContext(app.getPath('userData'));
  await opened.exposeBinding('__standInSend', ({ page, frame }, text: string) => {
    const contents = pages.get(page);
    if (contents === undefined) return;
    const { channel, args } = JSON.parse(text) as { channel: string; args: unknown[] };
    const senderFrame = frame === page.mainFrame() ? contents.mainFrame : new FrameOf(contents, () => frame);
    ipcMain.emit(channel, { sender: contents, senderFrame }, ...args);
  });
  await opened.route('**/*', (route, request) => void answer(route, request));
  return opened;
}

/** Every request of every page: what is the application's own is answered by its protocol, the rest is refused. */
async function answer(route: Route, request: PageRequest): Promise<void> {
  const url = fromWeb(request.url());
  const frame = frameOf(request);
  const contents = frame && pages.get(frame.page());
  if (frame === undefined || contents === undefined) {
    // A window that a page wants to open: its handler is asked, and nothing here ever says yes.
    const [opener] = pages.values();
    opener?.windowOpenHandler({ url });
    standIn.changed();
    await route.abort('aborted').catch(() => {});
    await frame
      ?.page()
      .close()
      .catch(() => {});
    return;
  }
  if (request.isNavigationRequest() && !contents.allowsNavigation(url, frame)) {
    standIn.changed();
    await route.abort('aborted').catch(() => {});
    return;
  }
  const handler = contents.session.protocol.handlers.get(new URL(url).protocol.slice(0, -1));
  if (handler === undefined) {
    standIn.foreignRequests.push(url);
    await route.abort('failed').catch(() => {});
    return;
  }
  const response = await handler(new Request(url, { method: request.method() }));
  await route
    .fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    })
    .catch(() => {});
}

/** @returns undefined for the first request of a window that is only being made */
function frameOf(request: PageRequest): Frame | undefined {
  try {
    return request.frame();
  } catch {
    return undefined;
  }
}

export class WebContents extends EventEmitter {
  readonly session: Session;
  readonly mainFrame: FrameOf;
  readonly navigationHistory: { goBack(): void; goForward(): void };
  printed = 0;
  windowOpenHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });
  readonly #preferences: WebPreferences;
  #page: Promise<Page> | undefined;
  #opened: Page | undefined;
  #cdp: CDPSession | undefined;
  /** What the application itself navigates to, which nobody is asked about. */
  #expected: string | undefined;
  #last = '';
  #destroyed = false;
  /** Deliveries go one after the other. */
  #deliveries: Promise<unknown> = Promise.resolve();

  constructor(preferences: WebPreferences) {
    super();
    this.#preferences = preferences;
    this.session = preferences.session ?? defaultSession;
    this.mainFrame = new FrameOf(this, () => this.#opened?.mainFrame());
    this.navigationHistory = {
      goBack: () => void this.#opened?.goBack(),
      goForward: () => void this.#opened?.goForward(),
    };
    app.emit('web-contents-created', new PreventableEvent(), this);
  }

  page(): Promise<Page> {
    this.#page ??= this.#open();
    return this.#page;
  }

  async #open(): Promise<Page> {
    const opened = await openContext();
    const free = opened.pages().find((one) => !pages.has(one) && !crashed.has(one));
    const page = free ?? (await opened.newPage());
    for (const gone of opened.pages()) if (crashed.has(gone)) await gone.close();
    pages.set(page, this);
    this.#opened = page;
    const { preload, javascript } = this.#preferences;
    if (preload !== undefined) await page.addInitScript(preloadScript(readFileSync(preload, 'utf8')));
    if (javascript === false) {
      this.#cdp = await opened.newCDPSession(page);
      await this.#cdp.send('Emulation.setScriptExecutionDisabled', { value: true });
    }
    page.on('crash', () => {
      this.#page = undefined;
      pages.delete(page);
      crashed.add(page);
      this.emit('render-process-gone', new PreventableEvent(), { reason: 'crashed', exitCode: 5 });
      standIn.changed();
    });
    page.on('load', () => {
      this.emit('did-finish-load');
      standIn.changed();
    });
    return page;
  }

  allowsNavigation(url: string, frame: Frame): boolean {
    const isMainFrame = frame.parentFrame() === null;
    if (!isMainFrame || url !== this.#expected) {
      const event = Object.assign(new PreventableEvent(), { url, isMainFrame });
      this.emit('will-frame-navigate', event);
      if (isMainFrame && !event.defaultPrevented) this.emit('will-navigate', event);
      if (event.defaultPrevented) return false;
    }
    this.#expected = undefined;
    this.emit('did-start-navigation', { url, isMainFrame, isSameDocument: false });
    return true;
  }

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.windowOpenHandler = handler;
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.page();
    this.#expected = url;
    this.#last = url;
    await page.goto(toWeb(url));
  }

  reload(): void {
    void (async () => {
      const crashed = this.#page === undefined;
      const page = await this.page();
      this.#expected = crashed ? this.#last : fromWeb(page.url()).replace(/#.*$/, '');
      await (crashed ? page.goto(toWeb(this.#last)) : page.reload());
    })();
  }

  send(channel: string, ...args: unknown[]): void {
    const copied = structuredClone(args);
    this.#deliveries = this.#deliveries
      .then(() => this.#opened?.evaluate(deliver, [channel, copied] as const))
      // The page went in between.
      .catch(() => {});
  }

  sendInputEvent({ type, keyCode, modifiers }: { type: string; keyCode: string; modifiers: string[] }): void {
    if (type !== 'keyDown') return;
    const names: Record<string, string> = { control: 'Control', meta: 'Meta', shift: 'Shift' };
    const key = keyCode.length === 1 ? keyCode.toLowerCase() : keyCode;
    const combination = [...modifiers.map((modifier) => names[modifier] ?? modifier), key].join('+');
    void this.#opened?.keyboard.press(keyCode === '?' ? '?' : combination);
  }

  print(): void {
    this.printed += 1;
    standIn.changed();
  }

  async printToPDF(options: { printBackground?: boolean; displayHeaderFooter?: boolean }): Promise<Buffer> {
    const page = await this.page();
    return page.pdf({ format: 'A4', printBackground: options.printBackground ?? false });
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    const page = this.#opened;
    this.emit('destroyed');
    if (page === undefined) return;
    pages.delete(page);
    // Chromium ends with its last page.
    void (async () => {
      const { length } = (await openContext()).pages();
      await (length > 1 ? page.close() : page.goto('about:blank'));
    })().catch(() => {});
  }
}

declare global {
  var __standInDeliver: ((channel: string, args: readonly unknown[]) => void) | undefined;
}

function deliver([channel, args]: readonly [string, readonly unknown[]]): void {
  globalThis.__standInDeliver?.(channel, args);
}
