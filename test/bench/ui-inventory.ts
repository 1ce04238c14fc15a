import { z } from 'zod';
import { measured, type Figure } from './figures.ts';
import { inPage, keysOf, openBrowser, pressKeys, type OpenedBrowser } from './ui-browser.ts';
import { serve, type LabSize, type Launcher } from './ui-server.ts';

const grid = '[role=grid]';
const rowHeight = 28;
const rows = 50_000;
const longFrameMs = 32;
const scrollMs = 4_000;

/** Written and taken away letter by letter: parts of names, and fields compared as operators ask for them. */
const filters: readonly string[] = [
  'web-b1',
  'db-a2',
  'erp-c',
  'api-d12',
  'bak-b',
  'vcpus>=12',
  'host:esx-b2',
];

const recorded = z.object({
  lengths: z.array(z.number()),
  undrawn: z.number(),
  unknown: z.number(),
  farthest: z.number(),
});
type Recorded = z.output<typeof recorded>;

/** The table of 50,000 VMs while it is narrowed and scrolled. */
export async function inventoryFigures(ports: {
  readonly installation: Launcher;
  readonly data: (size: LabSize) => string;
}): Promise<Figure[]> {
  await using serving = await serve({ launcher: ports.installation, dataDir: ports.data('huge') });
  await using browser = await openBrowser();
  const { page, cdp } = browser;
  await page.goto(serving.url.replace('/#', '/inventory?kind=vm#'), { waitUntil: 'commit' });
  // A server that has just started loads the estate first.
  await page.waitForSelector(`${grid} [data-index="5"]:not([data-coming])`, { timeout: 120_000 });
  await page.waitForTimeout(2_000);

  const scrolled = {
    wheel: await record(browser, wheel),
    drag: await record(browser, pull),
    keys: await record(browser, pageDown),
  };
  const typed = await typeFilters(browser);

  await page.goto('about:blank');
  await inPage(cdp, `bench.plainList(${rows}, ${rowHeight})`, z.undefined());
  const plain = {
    wheel: await record(browser, wheel, '#list'),
    drag: await record(browser, pull, '#list'),
  };
  await inPage(cdp, 'bench.plainInput()', z.undefined());
  await inPage(cdp, `bench.watch('#said', '#text')`, z.undefined());
  const bare = await pressKeys(browser, keysOf('what a key costs at least'), 60);

  return [
    {
      name: `50,000 VMs: key in the filter to its rows painted (${typed.without} more keys changed no row)`,
      ...measured(typed.times),
      unit: 'ms',
      floor: measured(bare.times).value,
      floorIs: 'a key in a bare box',
      aim: '≤ 50 ms',
    },
    ...scrollFigures('wheel', scrolled.wheel, plain.wheel),
    ...scrollFigures('pulled through all of it in 4 s', scrolled.drag, plain.drag),
    ...scrollFigures('PageDown held', scrolled.keys),
  ];
}

function scrollFigures(how: string, taken: Recorded, plain?: Recorded): Figure[] {
  const long = ({ lengths }: Recorded) => lengths.filter((length) => length > longFrameMs).length;
  const name = `50,000 VMs, ${how}`;
  return [
    {
      name: `${name}: time between frames`,
      ...measured(taken.lengths),
      unit: 'ms',
      ...(plain && {
        floor: measured(plain.lengths).value,
        floorIs: `plain list; its longest ${Math.round(Math.max(...plain.lengths))} ms`,
      }),
      aim: `none over ${longFrameMs} ms`,
    },
    {
      name: `${name}: frames over ${longFrameMs} ms, of ${taken.lengths.length} (to row ${taken.farthest})`,
      value: long(taken),
      unit: 'frames',
      ...(plain && { floor: long(plain), floorIs: 'plain list' }),
      aim: 'none',
    },
    {
      name: `${name}: frames that lacked a row; that showed one without its values yet: ${taken.unknown}`,
      value: taken.undrawn,
      unit: 'frames',
    },
  ];
}

async function record(
  browser: OpenedBrowser,
  move: (browser: OpenedBrowser, selector: string) => Promise<void>,
  selector = grid,
): Promise<Recorded> {
  const { page, cdp } = browser;
  await inPage(cdp, `void (document.querySelector('${selector}').scrollTop = 0)`, z.undefined());
  await page.waitForTimeout(800);
  await inPage(cdp, `bench.record('${selector}', ${rowHeight})`, z.undefined());
  await move(browser, selector);
  return inPage(cdp, 'bench.endRecord()', recorded);
}

async function boxOf({ page }: OpenedBrowser, selector: string) {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`${selector} is not in sight`);
  return box;
}

/** Notches as fast as a hand turns them. */
async function wheel(browser: OpenedBrowser, selector: string): Promise<void> {
  const { page } = browser;
  const box = await boxOf(browser, selector);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const until = performance.now() + scrollMs;
  while (performance.now() < until) {
    await page.mouse.wheel(0, 240);
    await page.waitForTimeout(16);
  }
}

/** A browser without a window has no scroll bar to take hold of: what pulling one does is done. */
async function pull({ cdp }: OpenedBrowser, selector: string): Promise<void> {
  await inPage(cdp, `bench.pull('${selector}', ${scrollMs})`, z.undefined());
}

async function pageDown(browser: OpenedBrowser, selector: string): Promise<void> {
  const { page } = browser;
  await page.locator(selector).focus();
  const until = performance.now() + scrollMs;
  while (performance.now() < until) {
    await page.keyboard.press('PageDown');
    await page.waitForTimeout(33);
  }
}

async function typeFilters(browser: OpenedBrowser): Promise<{ times: number[]; without: number }> {
  const { page, cdp } = browser;
  await page.keyboard.press('Escape');
  const box = page.locator('#content [role=combobox]').first();
  const times: number[] = [];
  let without = 0;
  for (const filter of filters) {
    await box.fill('');
    await page.waitForTimeout(800);
    await box.focus();
    await inPage(cdp, `bench.watch('#content', '[role=grid] [data-index]')`, z.undefined());
    const pressed = await pressKeys(browser, keysOf(filter, true));
    times.push(...pressed.times);
    without += pressed.without;
  }
  return { times, without };
}
