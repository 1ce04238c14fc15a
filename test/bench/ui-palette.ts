import { z } from 'zod';
import { measured, type Figure } from './figures.ts';
import { inPage, keysOf, openBrowser, pressKeys } from './ui-browser.ts';
import { serve, type LabSize, type Launcher } from './ui-server.ts';

/** Names, words of documents, screens, and one with an error in it. */
const searches: readonly string[] = ['web-a01', 'virtualiz', 'esx-b0', 'datastore', 'api-bo12', 'settings'];

/** Letters in the palette until their results are painted. */
export async function paletteFigures(ports: {
  readonly installation: Launcher;
  readonly data: (size: LabSize) => string;
}): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const size of ['large', 'huge'] as const) {
    await using serving = await serve({ launcher: ports.installation, dataDir: ports.data(size) });
    await using browser = await openBrowser();
    const { page, cdp } = browser;
    await page.goto(serving.url, { waitUntil: 'commit' });
    await page.waitForSelector('#content section table tbody tr', { timeout: 120_000 });
    await page.waitForTimeout(3_000);
    const times: number[] = [];
    const opened: number[] = [];
    let without = 0;
    for (const text of searches) {
      await page.keyboard.press('Control+k');
      const at = await inPage(
        cdp,
        `bench.firstPainted(() => document.querySelector('[role=dialog] [role=option]'))`,
        z.number(),
      );
      opened.push(at - (await inPage(cdp, 'bench.keyAt', z.number())));
      await page.waitForTimeout(500);
      await inPage(cdp, `bench.watch('[role=dialog]', '[role=option]')`, z.undefined());
      const pressed = await pressKeys(browser, keysOf(text));
      times.push(...pressed.times);
      without += pressed.without;
      await page.keyboard.press('Escape');
      await page.waitForTimeout(500);
    }
    await page.goto('about:blank');
    await inPage(cdp, 'bench.plainInput()', z.undefined());
    await inPage(cdp, `bench.watch('#said', '#text')`, z.undefined());
    const bare = await pressKeys(browser, keysOf('what a key costs at least'), 60);
    const estate = size === 'large' ? '10,000 VMs' : '50,000 VMs';
    const floor = { floor: measured(bare.times).value, floorIs: 'a key in a bare box' };
    figures.push(
      {
        name: `palette, ${estate}: key to its results painted (${without} more keys changed nothing)`,
        ...measured(times),
        unit: 'ms',
        ...floor,
        aim: '≤ 50 ms',
      },
      { name: `palette, ${estate}: opened`, ...measured(opened), unit: 'ms', ...floor },
    );
  }
  return figures;
}
