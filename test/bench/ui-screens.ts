import { z } from 'zod';
import { measured, type Figure } from './figures.ts';
import { inPage, openBrowser } from './ui-browser.ts';
import { serve, type LabSize, type Launcher } from './ui-server.ts';

const rounds = 5;

/** Screens that load a library of their own: opened for the first time in a browser, and again. */
const openings = [
  {
    name: 'topology, first picture',
    keys: ['g', 't'],
    shown: `document.querySelector('#content [data-node]')`,
  },
  {
    name: 'document page',
    keys: ['g', 'd'],
    shown: `document.querySelector('#content article h1') && document.querySelector('#content article section')`,
  },
] as const;

export async function screenFigures(ports: {
  readonly installation: Launcher;
  readonly data: (size: LabSize) => string;
}): Promise<Figure[]> {
  await using serving = await serve({ launcher: ports.installation, dataDir: ports.data('large') });
  const figures: Figure[] = [];
  for (const { name, keys, shown } of openings) {
    const first: number[] = [];
    const again: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await using browser = await openBrowser();
      const { page, cdp } = browser;
      await page.goto(serving.url, { waitUntil: 'commit' });
      await page.waitForSelector('#content section table tbody tr', { timeout: 60_000 });
      await page.waitForTimeout(2_000);
      const go = async () => {
        for (const key of keys) await page.keyboard.press(key);
        const at = await inPage(cdp, `bench.firstPainted(() => ${shown})`, z.number());
        return at - (await inPage(cdp, 'bench.keyAt', z.number()));
      };
      first.push(await go());
      await page.waitForTimeout(1_000);
      await page.keyboard.press('g');
      await page.keyboard.press('o');
      await page.waitForSelector('#content section table tbody tr');
      await page.waitForTimeout(1_000);
      again.push(await go());
    }
    figures.push(
      {
        name: `${name}, 10,000 VMs: from its keys to its content painted, first time`,
        ...measured(first),
        unit: 'ms',
      },
      { name: `${name}, 10,000 VMs: opened again`, ...measured(again), unit: 'ms' },
    );
  }
  return figures;
}
