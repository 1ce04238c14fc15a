import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { heavyFiles } from '../support/heavy-libraries.ts';
import { measured, type Figure } from './figures.ts';
import { inPage, openBrowser, watchLoads, type Load } from './ui-browser.ts';
import { serve, type LabSize, type Launcher, type Serving } from './ui-server.ts';

const rounds = 9;
const startedRounds = 5;
/** So long nothing may keep the page busy for it to count as usable. */
const quietMs = 500;

interface Opening {
  readonly painted: number;
  readonly usable: number;
  readonly navigated: number;
  readonly scriptBytes: number;
  readonly atOnceBytes: number;
  readonly heavy: readonly string[];
  readonly all: number;
}

/** The overview in a browser that has never seen it: what it loads, and when it shows what it knows. */
export async function firstScreenFigures(ports: {
  readonly installation: Launcher;
  readonly folder: string;
  readonly data: (size: LabSize) => string;
}): Promise<Figure[]> {
  const { installation, folder } = ports;
  const renderer = join(dirname(installation), '..', 'out', 'renderer');
  const heavy = heavyFiles(renderer);
  const figures: Figure[] = [];

  const empty = join(folder, 'empty');
  mkdirSync(empty, { recursive: true });
  const floors: number[] = [];
  {
    await using plain = await serve({ launcher: installation, dataDir: empty, renderer: empty });
    for (let round = 0; round < rounds; round += 1) floors.push(await plainPaint(plain));
  }
  const floor = { floor: measured(floors).value, floorIs: 'a page of one sentence, same server' };

  for (const size of ['small', 'large'] as const) {
    const estate = size === 'large' ? '10,000 VMs' : 'small lab';
    const dataDir = ports.data(size);
    const openings: Opening[] = [];
    {
      await using serving = await serve({ launcher: installation, dataDir });
      // The first one finds a server that is still loading; it has figures of its own below.
      await open(serving, heavy);
      for (let round = 0; round < rounds; round += 1) openings.push(await open(serving, heavy));
    }
    if (size === 'large') figures.push(...sizes(openings, renderer));
    const started: Opening[] = [];
    for (let round = 0; round < startedRounds; round += 1) {
      await using fresh = await serve({ launcher: installation, dataDir });
      started.push(await open(fresh, heavy));
    }
    const figure = (name: string, values: readonly number[], aim?: string): Figure => ({
      name: `overview in a cold browser, ${estate}: ${name}`,
      ...measured(values),
      unit: 'ms',
      ...floor,
      ...(aim !== undefined && { aim }),
    });
    figures.push(
      figure(
        'its content painted',
        openings.map(({ painted }) => painted),
        '≤ 1,500 ms',
      ),
      figure(
        'usable: all parts there, nothing keeps it busy',
        openings.map(({ usable }) => usable),
        '≤ 2,500 ms',
      ),
      figure(
        'content painted, server just started',
        started.map(({ painted }) => painted),
        '≤ 1,500 ms',
      ),
      figure(
        'usable, server just started',
        started.map(({ usable }) => usable),
        '≤ 2,500 ms',
      ),
      {
        name: `first use, ${estate}: keys that go to the inventory, to its rows painted`,
        ...measured(openings.map(({ navigated }) => navigated)),
        unit: 'ms',
      },
    );
  }
  return figures;
}

function sizes(openings: readonly Opening[], renderer: string): Figure[] {
  const kilo = (values: readonly number[]) => measured(values.map((bytes) => bytes / 1000));
  const everything = readdirSync(join(renderer, 'assets'))
    .filter((name) => name.endsWith('.js.br'))
    .reduce((sum, name) => sum + statSync(join(renderer, 'assets', name)).size, 0);
  const unwanted = [...new Set(openings.flatMap(({ heavy }) => heavy))];
  const whole = { floor: everything / 1000, floorIs: 'all JavaScript of the build' };
  return [
    {
      name: 'JavaScript of the first screen, as sent (br), until its content is painted',
      ...kilo(openings.map(({ atOnceBytes }) => atOnceBytes)),
      unit: 'KB',
      ...whole,
      aim: '≤ 400 KB',
    },
    {
      name: `the same with what the overview loads afterwards (${unwanted.length === 0 ? 'no heavy library' : unwanted.join(', ')})`,
      ...kilo(openings.map(({ scriptBytes }) => scriptBytes)),
      unit: 'KB',
      ...whole,
      aim: '≤ 400 KB',
    },
    {
      name: 'everything that the first screen loads: page, styles, fonts, JavaScript',
      ...kilo(openings.map(({ all }) => all)),
      unit: 'KB',
    },
  ];
}

const content = `document.querySelector('#content section table tbody tr')`;

async function open(serving: Serving, heavy: ReadonlyMap<string, string>): Promise<Opening> {
  await using browser = await openBrowser();
  const { page, cdp } = browser;
  const loads = await watchLoads(cdp);
  await page.goto(serving.url, { waitUntil: 'commit' });
  const painted = await inPage(cdp, `bench.firstPainted(() => ${content})`, z.number());
  const atOnce = await finishedBefore(browser, painted, loads);
  const complete = await inPage(
    cdp,
    `bench.firstPainted(() => ${content} && !document.querySelector('#content [role=status][aria-label^=Loading]') && (document.querySelector('#content canvas') || !document.querySelector('#content [class*=plot]:empty')))`,
    z.number(),
  );
  const longTasks = z.array(z.object({ at: z.number(), duration: z.number() }));
  let usable = complete;
  for (;;) {
    const now = await inPage(cdp, 'performance.now()', z.number());
    const tasks = await inPage(cdp, 'bench.longTasks', longTasks);
    usable = Math.max(complete, ...tasks.map(({ at, duration }) => at + duration));
    if (now - usable > quietMs) break;
    await page.waitForTimeout(quietMs / 4);
  }
  const scripts = loads.filter(({ isScript }) => isScript);
  const opening = {
    painted,
    usable,
    atOnceBytes: atOnce,
    scriptBytes: sum(scripts),
    all: sum(loads),
    heavy: scripts.flatMap(({ url }) => heavy.get(basename(new URL(url).pathname)) ?? []),
  };
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  const rows = await inPage(
    cdp,
    `bench.firstPainted(() => document.querySelector('[role=grid] [data-index="3"]:not([data-coming])'))`,
    z.number(),
  );
  return { ...opening, navigated: rows - (await inPage(cdp, 'bench.keyAt', z.number())) };
}

/** Scripts that the page had when a moment came; they may be told of a little later. */
async function finishedBefore(
  { cdp }: { readonly cdp: Parameters<typeof inPage>[0] },
  moment: number,
  loads: readonly Load[],
): Promise<number> {
  const names = await inPage(
    cdp,
    `performance.getEntriesByType('resource').filter((one) => one.responseEnd <= ${moment} && /\\.m?js$/.test(one.name)).map((one) => one.name)`,
    z.array(z.string()),
  );
  return sum(loads.filter(({ url, isScript }) => isScript && names.includes(url)));
}

async function plainPaint(serving: Serving): Promise<number> {
  await using browser = await openBrowser();
  await browser.page.goto(serving.origin, { waitUntil: 'commit' });
  return await inPage(browser.cdp, `bench.firstPainted(() => document.querySelector('p'))`, z.number());
}

function sum(loads: readonly Load[]): number {
  return loads.reduce((total, { bytes }) => total + bytes, 0);
}
