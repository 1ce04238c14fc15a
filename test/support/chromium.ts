import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** Where distributions put it; CHROMIUM_PATH names another. */
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** @returns undefined where there is none, which tests say aloud */
export function findChromium(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  return [...(named === undefined ? [] : [named]), ...places].find((path) => existsSync(path));
}

export const chromiumMissing = `no Chromium: looked for ${places.join(', ')}; install the system's package or name one in CHROMIUM_PATH`;

export const chromiumArguments: readonly string[] = [
  '--disable-background-networking',
  // Its sandbox refuses root, as which containers run.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(chromiumMissing);
  return chromium.launch({ executablePath, args: [...chromiumArguments] });
}
