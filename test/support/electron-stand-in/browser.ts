import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { chromium } from 'playwright-core';
import { chromiumArguments, findChromium } from '../chromium.ts';

/** Names of hosts that are never looked up: every request is answered here. */
const suffix = '.stand-in.test';

/** `app://console/x` as an address that Chromium takes for a secure one of the web. */
export function toWeb(address: string): string {
  const [, scheme = '', host = '', rest = ''] = /^([a-z]+):\/\/([^/?#]*)(.*)$/.exec(address) ?? [];
  return scheme === 'app' ? `https://${host}.${scheme}${suffix}${rest}` : address;
}

export function fromWeb(address: string): string {
  return address.replace(/^(blob:)?https:\/\/([^/?#]+)\.([a-z]+)\.stand-in\.test/, '$1$3://$2');
}

let context: Promise<BrowserContext> | undefined;

/** One Chromium for the process, started with its first window. */
export function browserContext(profile: string): Promise<BrowserContext> {
  context ??= launch(profile);
  return context;
}

async function launch(profile: string): Promise<BrowserContext> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('there is no Chromium');
  const folder = join(profile, 'chromium');
  mkdirSync(folder, { recursive: true });
  const port = process.env['STAND_IN_DEBUGGING_PORT'];
  return chromium.launchPersistentContext(folder, {
    executablePath,
    args: [...chromiumArguments, ...(port === undefined ? [] : [`--remote-debugging-port=${port}`])],
    viewport: { width: 1280, height: 800 },
    colorScheme: 'dark',
    ignoreHTTPSErrors: true,
    handleSIGTERM: false,
    handleSIGINT: false,
  });
}

export async function closeBrowser(): Promise<void> {
  const open = await context;
  await open?.close();
}
