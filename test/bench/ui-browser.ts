import { join } from 'node:path';

import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core';
import { z } from 'zod';
import { chromiumArguments, chromiumMissing, findChromium } from '../support/chromium.ts';

const probe = join(import.meta.dirname, 'ui-page.js');

export interface OpenedBrowser extends AsyncDisposable {
  readonly page: Page;
  readonly cdp: CDPSession;
}

/** A browser of its own with an empty cache, and one page in it that is measured from the inside. */
export async function openBrowser(): Promise<OpenedBrowser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(chromiumMissing);
  const browser: Browser = await chromium.launch({
    executablePath,
    args: [...chromiumArguments],
  });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' });
  await page.addInitScript({ path: probe });
  const cdp = await page.context().newCDPSession(page);
  return { page, cdp, [Symbol.asyncDispose]: () => browser.close() };
}

export interface Load {
  readonly url: string;
  readonly isScript: boolean;
  /** As sent over the wire, without headers. */
  readonly bytes: number;
}

/** Everything that is loaded from now on, as it came over the wire. */
export async function watchLoads(cdp: CDPSession): Promise<Load[]> {
  const loads: Load[] = [];
  const known = new Map<string, Omit<Load, 'bytes'> & { readonly headerBytes: number }>();
  cdp.on('Network.responseReceived', ({ requestId, response, type }) => {
    known.set(requestId, {
      url: response.url,
      isScript: type === 'Script' || /\.m?js$/.test(response.url),
      headerBytes: response.encodedDataLength,
    });
  });
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const load = known.get(requestId);
    if (load) loads.push({ ...load, bytes: Math.max(0, encodedDataLength - load.headerBytes) });
  });
  await cdp.send('Network.enable');
  return loads;
}

/** What an expression is in the page, awaited: not subject to its content policy. */
export async function inPage<T>(cdp: CDPSession, expression: string, shape: z.ZodType<T>): Promise<T> {
  const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails) {
    throw new Error(`${expression}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
  }
  return shape.parse(result.value);
}

/** The keys that write a text, and with `andBack` those that take it away again. */
export function keysOf(text: string, andBack = false): string[] {
  const keys = text.split('');
  return andBack ? [...keys, ...keys.map(() => 'Backspace')] : keys;
}

export interface PressedKeys {
  /** From each key to the frame that shows its answer, in milliseconds. */
  readonly times: readonly number[];
  /** Keys after which nothing else was to be shown. */
  readonly without: number;
}

/**
 * Presses keys one after the other and waits after each until what is watched has come to rest: the answer of a key is
 * what stands there then, and its time that of the frame which first showed it.
 */
export async function pressKeys(
  { page, cdp }: Pick<OpenedBrowser, 'page' | 'cdp'>,
  keys: readonly string[],
  restMs = 700,
): Promise<PressedKeys> {
  const state = z.object({ text: z.string(), changedAt: z.number().nullable(), keyAt: z.number() });
  const look = () =>
    inPage(
      cdp,
      '({ ...bench.watched, changedAt: bench.watched.changedAt || null, keyAt: bench.keyAt })',
      state,
    );
  const times: number[] = [];
  let without = 0;
  for (const key of keys) {
    const before = await look();
    await page.keyboard.press(key);
    let after = await look();
    for (let rested = false; !rested;) {
      await page.waitForTimeout(restMs);
      const now = await look();
      rested = now.text === after.text;
      after = now;
    }
    if (after.text === before.text || after.changedAt === null || after.changedAt < after.keyAt) without += 1;
    else times.push(after.changedAt - after.keyAt);
  }
  return { times, without };
}
