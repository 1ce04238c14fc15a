import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator, Page } from '@playwright/test';
import { z } from 'zod';
import { decisionChecks } from '../../src/shared/model/decision.ts';
import { scorePartNames } from '../../src/shared/model/reliability.ts';
import type { LabUnderTest } from '../support/lab-client.ts';
import {
  enter,
  expect,
  startServer,
  temporaryFolder,
  watchComplaints,
  type RunningServer,
} from './fixtures.ts';
import { addEstate, cli, startEstate } from './lab-estate.ts';

/** An estate in which something has gone wrong, and the application that has collected it and serves the console. */
export interface Incident extends AsyncDisposable {
  readonly estate: LabUnderTest;
  readonly server: RunningServer;
}

export interface Trouble {
  /** What goes wrong. */
  readonly scenario: string;
  /** Simulated time until it shows. */
  readonly seconds: number;
  /** Parts of the estate that it takes; absent: all of them. */
  readonly domains?: string;
  /** `policy.yaml`; absent: what holds where there is none. */
  readonly policy?: string;
}

export async function startIncident({ scenario, seconds, domains, policy }: Trouble): Promise<Incident> {
  const estate = await startEstate(...(domains === undefined ? [] : ['--domains', domains]));
  const folder = temporaryFolder();
  await addEstate(folder, estate);
  await estate.data('lab_scenario', { name: scenario, on: true });
  await estate.data('lab_advance', { seconds });
  await cli(folder, 'collect');
  if (policy !== undefined) writeFileSync(join(folder, 'policy.yaml'), policy);
  const server = await startServer(folder);
  return {
    estate,
    server,
    async [Symbol.asyncDispose]() {
      await server.stop();
      await estate[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What another system sends by HTTP. */
export async function post(page: Page, { origin, token }: RunningServer, path: string, data: object) {
  const answer = await page.request.post(`${origin}/api/v1${path}`, {
    headers: { authorization: `Bearer ${token}` },
    data,
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json() as Promise<unknown>;
}

/** The console as somebody else sees it who may sign in here, in a browser of their own. */
export interface Colleague extends AsyncDisposable {
  readonly page: Page;
}

export async function signIn(
  browser: Browser,
  server: RunningServer,
  { name, role, place }: { readonly name: string; readonly role: string; readonly place: string },
): Promise<Colleague> {
  const { token } = z
    .looseObject({ token: z.string() })
    .parse(JSON.parse(await cli(server.dataDir, '--json', 'operators', 'add', name, '--role', role)));
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints = watchComplaints(page);
  await enter(page, { ...server, origin: server.origin, token }, place);
  return {
    page,
    async [Symbol.asyncDispose]() {
      await context.close();
      expect(complaints).toEqual([]);
    },
  };
}

const part = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();

/** Waits until a ticket has its diagnosis, with what speaks for it, and opens what is proposed first. */
export async function openProposal(page: Page): Promise<void> {
  const diagnosis = part(page, 'Diagnosis');
  await expect(diagnosis.getByText(/^Confidence \d/).first()).toBeVisible({ timeout: 60_000 });
  await expect(diagnosis.getByText('For it').first()).toBeVisible();
  await page
    .getByRole('link', { name: /^Review/ })
    .first()
    .click({ timeout: 60_000 });
  await expect(page).toHaveURL(/\/remediation\/R-/);
}

/** Everything that somebody has to see before deciding: the calls, the score with its parts, every check. */
export async function expectDecidable(page: Page, call: RegExp): Promise<void> {
  await expect(part(page, 'Exact calls')).toContainText(call);
  await expect(part(page, 'Before and after')).toContainText('Expected');
  await expect(part(page, 'Pre-checks').getByText('does not hold')).toHaveCount(0);
  const score = part(page, 'Reliability score');
  await expect(score.getByRole('rowheader')).toHaveCount(scorePartNames.length);
  await expect(score.getByText(/(?:measured|cautious guess), [\d.,]+ samples?/)).toHaveCount(
    scorePartNames.length,
  );
  const checks = part(page, 'What policy says')
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') });
  await expect(checks).toHaveCount(decisionChecks.length);
  // Each with what was looked at, whether it passed or not.
  await expect(checks.filter({ has: page.getByText(/^(?:Passed|Not passed)$/) })).toHaveCount(
    decisionChecks.length,
  );
  for (const numbers of await checks.getByRole('cell').nth(0).all()) await expect(numbers).not.toBeEmpty();
  await expect(part(page, 'What depends on it')).toBeVisible();
}

/** Agrees to the plan, typing the name of what it changes where that is asked for. */
export async function approve(page: Page, { run }: { readonly run: boolean }): Promise<void> {
  await press(page, run ? 'Approve & run…' : 'Approve…');
  const dialog = page.getByRole('dialog');
  const decide = dialog.getByRole('button', { name: run ? /^Approve & run on / : /^Approve for / });
  await expect(decide).toBeVisible();
  const typed = dialog.getByLabel(/^Type /);
  if (await typed.isVisible()) {
    await expect(decide).toBeDisabled();
    const label = await dialog
      .getByText(/^Type /)
      .first()
      .textContent();
    await typed.fill(/^Type (.+?) to /.exec(label ?? '')?.[1] ?? '');
  }
  await decide.click();
  await expect(dialog).toHaveCount(0);
}

/** Follows what was approved while it is under way: what was meant and what came back, line by line. */
export async function followLog(page: Page, { calls, does }: { calls: string; does: RegExp }): Promise<void> {
  const run = part(page, 'Run');
  await expect(run).toContainText(calls);
  const log = run.getByRole('list', { name: 'Log' });
  // Of one that has ended before it was looked at it is folded.
  const unfold = run.getByText('Show the log');
  await expect(log.or(unfold)).toBeVisible();
  if (await unfold.isVisible()) await unfold.click();
  await expect(log).toContainText('taken up by');
  await expect(log).toContainText(/target read, (\d+) of \1 checks? hold/);
  await expect(log).toContainText(does);
  await expect(log).toContainText('answered');
}

/** The estate's time goes on until a remediation has ended as said: nothing there happens by itself. */
export async function untilEnded(
  page: Page,
  estate: LabUnderTest,
  { as, seconds = 30 }: { readonly as: string; readonly seconds?: number },
): Promise<void> {
  // Its mark stands before it; what is told of it says more.
  const state = page.getByText(new RegExp(`^\\W*${as}$`)).first();
  await expect(async () => {
    await estate.data('lab_advance', { seconds });
    await expect(state).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 100_000 });
}

/** Goes back to its ticket as it is linked there. */
export async function backToTicket(page: Page): Promise<Locator> {
  await page.getByRole('link', { name: /^T-/ }).first().click();
  await expect(page).toHaveURL(/\/tickets\/T-/);
  return part(page, 'Timeline');
}
