import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import { createCouchClient } from '../../src/main/sync/couch/couch-client.ts';
import { defaultPrefix } from '../../src/main/sync/layout.ts';
import { setUpServer } from '../../src/main/sync/setup/set-up.ts';
import { startStrictCouchDb, type StrictCouchDb } from '../support/couchdb/server.ts';
import {
  enter,
  expect,
  startServer,
  temporaryFolder,
  test as base,
  watchComplaints,
  type RunningServer,
} from './fixtures.ts';
import { signIn } from './incident.ts';

/** Whoever runs these tests: the server believes their account what they say at their workstation. */
const owner = userInfo().username;
const password = 'kept by a keyring, 1';

interface Fixtures {
  readonly couch: StrictCouchDb;
  /** Two workstations that know nothing of each other yet, on machines with a keyring. */
  readonly stations: readonly [RunningServer, RunningServer];
}

const test = base.extend<Fixtures>({
  couch: async ({ chromium: _ }, use) => {
    await using couch = await startStrictCouchDb();
    const client = createCouchClient({
      url: couch.url,
      credentials: () => Promise.resolve(couch.admin),
      fetch,
    });
    await setUpServer(client, {
      prefix: defaultPrefix,
      thisYear: new Date().getUTCFullYear(),
      years: 1,
      dryRun: false,
      accounts: [{ name: owner, roles: ['admin', 'collector'] }],
      resetPasswords: [],
      password: () => Promise.resolve({ text: password, tell: false }),
      newLife: randomUUID,
      onDatabase: () => undefined,
    });
    await use(couch);
  },
  stations: async ({ chromium: _ }, use) => {
    const standIn = pathToFileURL(resolve('test/support/keyring-stand-in/register.ts')).href;
    const start = () => startServer(temporaryFolder(), { NODE_OPTIONS: `--import ${standIn}` });
    const stations = await Promise.all([start(), start()] as const);
    await use(stations);
    for (const station of stations) {
      await station.stop();
      rmSync(station.dataDir, { recursive: true, force: true });
    }
  },
});

async function connect(page: Page, { url }: StrictCouchDb, typed = password): Promise<void> {
  await page.getByRole('textbox', { name: 'Address' }).fill(url);
  await page.getByRole('textbox', { name: 'Account' }).fill(owner);
  await page.getByRole('textbox', { name: 'Password' }).fill(typed);
  await page.getByRole('button', { name: 'Test and connect' }).click();
}

async function withPage(browser: Browser, run: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints = watchComplaints(page);
  await run(page);
  await context.close();
  expect(complaints).toEqual([]);
}

const mark = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

/** What is only there while something is shared stands in no list of screens. */
async function expectAccessible(page: Page): Promise<void> {
  await page.mouse.move(0, 0);
  await expect(page.getByRole('tooltip')).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.join(' '))])).toEqual([]);
}

async function report(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: 'New ticket' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New ticket' });
  await dialog.getByRole('textbox', { name: 'What is wrong' }).fill(title);
  await dialog.getByRole('button', { name: 'Take ticket in' }).click();
}

test('two workstations are connected, see what the other does and who looks at it, and one is paused and goes on', async ({
  couch,
  stations: [first, second],
  watched: page,
  browser,
}) => {
  await enter(page, first, '/settings/sync');
  await connect(page, couch, 'something else');
  await expect(page.getByRole('alert')).toContainText('does not know');
  await expect(page.getByRole('alert')).toContainText('Nothing was changed.');
  await connect(page, couch);
  await expect(mark(page, 'Sync: Shared')).toBeVisible();
  await expect(page.getByRole('rowheader', { name: 'Tickets' })).toBeVisible();
  // What was typed stands nowhere on the page any more.
  await expect(page.getByRole('textbox', { name: 'Password' })).toHaveCount(0);

  await withPage(browser, async (other) => {
    await enter(other, second, '/settings/sync');
    await connect(other, couch);
    await expect(mark(other, 'Sync: Shared')).toBeVisible();

    // Somebody else sits at the second workstation, and reads what is reported at the first.
    await page.goto(`${first.origin}/tickets`);
    await report(page, 'web-01 is slow');
    await using bob = await signIn(browser, second, { name: 'bob', role: 'operator', place: '/tickets' });
    await bob.page.getByRole('link', { name: 'web-01 is slow' }).click();
    await expect(bob.page.getByRole('heading', { name: 'web-01 is slow', level: 1 })).toBeVisible();
    await expect(page.getByText('bob looks at this')).toBeVisible({ timeout: 15_000 });
    await mark(page, /^On shift: 2 people/).click();
    await expect(page.getByRole('dialog', { name: 'On shift' }).getByText('bob')).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');

    await other.getByRole('button', { name: 'Pause…' }).click();
    const pause = other.getByRole('dialog', { name: 'Pause sharing at this workstation' });
    await pause.getByRole('textbox', { name: 'Reason' }).fill('moving the desk');
    await pause.getByRole('button', { name: 'Pause sharing' }).click();
    await expect(mark(other, 'Sync: Paused')).toBeVisible();
    await expect(other.getByText(/moving the desk/).first()).toBeVisible();
    await other.getByRole('button', { name: 'Resume' }).click();
    // What bob did at this workstation is not believed of its account, and stays here.
    await expect(mark(other, /^Sync: (Shared|\d+ changes? refused)$/)).toBeVisible();

    await other.getByRole('button', { name: 'Compare both sides' }).click();
    await expect(other.getByRole('region', { name: 'Comparison' }).getByText(/, in [\d.]+ s$/)).toBeVisible();
    await expectAccessible(other);
  });
});

test('a server that goes away is told at once, what waits is counted, and leaving it takes its name', async ({
  couch,
  stations: [first],
  watched: page,
}) => {
  await enter(page, first, '/settings/sync');
  await connect(page, couch);
  await expect(mark(page, 'Sync: Shared')).toBeVisible();
  await couch[Symbol.asyncDispose]();
  await expect(mark(page, /^Sync: (Unreachable|\d+ changes? waits?)/)).toBeVisible({ timeout: 30_000 });
  await page.goto(`${first.origin}/tickets`);
  await report(page, 'reported while it was away');
  await expect(mark(page, /^Sync: \d+ changes? waits?/)).toBeVisible({ timeout: 15_000 });

  await page.goto(`${first.origin}/settings/sync`);
  await page.getByRole('button', { name: 'Disconnect…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Disconnect this workstation' });
  await expect(dialog.getByText(/not sent yet/)).toBeVisible();
  await dialog.getByRole('textbox').fill(new URL(couch.url).host);
  await dialog.getByRole('button', { name: 'Disconnect' }).click();
  await expect(mark(page, 'Sync: Local only')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Test and connect' })).toBeVisible();
  await page.goto(`${first.origin}/tickets`);
  await expect(page.getByRole('link', { name: 'reported while it was away' })).toBeVisible();
});
