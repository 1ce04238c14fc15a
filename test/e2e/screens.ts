import { expect, type Page } from '@playwright/test';
import { sections } from '../../src/renderer/features/settings/sections.ts';
import { changed, reported } from './lab-estate.ts';

/** A screen, or a state of one, as an operator meets it. */
export interface Screen {
  /** As a file of pictures is called. */
  readonly name: string;
  readonly path: string;
  /** Waits until it shows what it is for, and opens what has to be open. */
  readonly open: (page: Page) => Promise<void>;
  /** What of it is not looked at elsewhere: what floats over a screen that stands in this list by itself. */
  readonly part?: '[role="menu"]' | '[role="dialog"]';
}

const vm = encodeURIComponent(changed.id);
const host = encodeURIComponent('lab:host:host-1032');

const heading = (name: string | RegExp) => async (page: Page) => {
  await expect(page.getByRole('heading', { name }).first()).toBeVisible();
};
const region = (name: string) => async (page: Page) => {
  await expect(page.getByRole('region', { name })).toBeVisible();
};
const vmRows = (page: Page) => expect(page.getByRole('grid').getByRole('row').nth(5)).toBeVisible();
const press = (name: string | RegExp) => (page: Page) =>
  page.getByRole('button', { name, exact: true }).first().click();
const document = (page: Page) =>
  expect(page.getByRole('article').getByRole('heading', { level: 1 })).toBeVisible();
const both =
  (...steps: readonly ((page: Page) => Promise<unknown>)[]) =>
  async (page: Page) => {
    for (const step of steps) await step(page);
  };

const drawn = (page: Page) =>
  expect(
    page
      .getByRole('main')
      .getByRole('button', { name: /simulated/ })
      .first(),
  ).toBeVisible();
const bar = (label: RegExp) =>
  both(heading('Tickets'), (page) => page.getByRole('button', { name: label }).click());

const ticketRows = (page: Page) =>
  expect(
    page.getByRole('grid', { name: 'Tickets' }).getByRole('link', { name: reported.title }),
  ).toBeVisible();
const ticketPage = async (page: Page) => {
  await page.getByRole('link', { name: reported.title }).click();
  await expect(page.getByRole('heading', { name: reported.title, level: 1 })).toBeVisible();
  await expect(page.getByText(/^Confidence \d/).first()).toBeVisible();
};

const waitingRemediation = (page: Page) =>
  expect(page.getByRole('listbox', { name: 'Remediation queue' }).getByRole('option').first()).toBeVisible();
const openRemediation = both(
  waitingRemediation,
  (page) => page.getByRole('option').first().click(),
  region('Exact calls'),
);
const policyText = (page: Page) => expect(page.getByText('killSwitch').first()).toBeVisible();

const hostsSample = both(
  (page) => page.getByRole('combobox', { name: 'Server' }).click(),
  (page) => page.getByRole('option', { name: 'lab' }).click(),
  (page) => page.getByRole('checkbox', { name: /vmware_list_hosts/ }).check(),
);

/** Every screen and what can be open on it, over the estate of `collected`. */
export const screens: readonly Screen[] = [
  { name: 'overview', path: '/', open: region('What changed') },
  {
    name: 'overview-table',
    path: '/',
    open: both(press('Show as a table'), region('What changed')),
  },
  { name: 'inventory', path: '/inventory?kind=vm', open: vmRows },
  { name: 'inventory-all', path: '/inventory?kind=all', open: vmRows },
  {
    name: 'inventory-panel',
    path: `/inventory?kind=vm&entity=${vm}`,
    open: both(vmRows, heading(changed.vm), region('History')),
  },
  {
    name: 'inventory-values',
    path: '/inventory?kind=vm',
    open: both(vmRows, press('Values to filter by'), (page) =>
      expect(page.getByRole('complementary').getByRole('heading').first()).toBeVisible(),
    ),
  },
  {
    name: 'inventory-suggestions',
    path: '/inventory?kind=vm',
    open: both(
      vmRows,
      (page) => page.getByRole('combobox', { name: 'Filter' }).fill('clu'),
      (page) => expect(page.getByRole('option').first()).toBeVisible(),
    ),
  },
  {
    name: 'inventory-selection',
    path: '/inventory?kind=vm',
    open: both(
      vmRows,
      (page) => page.getByRole('checkbox', { name: 'Select all rows of the list' }).click(),
      (page) => expect(page.getByRole('toolbar', { name: 'Selection' })).toBeVisible(),
    ),
  },
  {
    name: 'inventory-columns',
    path: '/inventory?kind=vm',
    part: '[role="dialog"]',
    open: both(vmRows, press('Columns'), (page) =>
      expect(page.getByRole('textbox', { name: 'Find a field' })).toBeVisible(),
    ),
  },
  {
    name: 'inventory-views',
    path: '/inventory?kind=vm',
    part: '[role="menu"]',
    open: both(vmRows, press('Views'), (page) => expect(page.getByRole('menu')).toBeVisible()),
  },
  {
    name: 'inventory-export',
    path: '/inventory?kind=vm',
    part: '[role="menu"]',
    open: both(vmRows, press('Export'), (page) => expect(page.getByRole('menu')).toBeVisible()),
  },
  {
    name: 'inventory-nothing',
    path: '/inventory?kind=vm&filter=nothing-is-called-so',
    open: (page) => expect(page.getByText('Nothing matches')).toBeVisible(),
  },
  {
    name: 'inventory-wrong-filter',
    path: '/inventory?kind=vm&filter=vcpuz%3E2',
    open: (page) =>
      expect(page.getByRole('combobox', { name: 'Filter' })).toHaveAttribute('aria-invalid', 'true'),
  },
  { name: 'entity', path: `/inventory/entity/${vm}`, open: region('History') },
  { name: 'entity-host', path: `/inventory/entity/${host}`, open: region('History') },
  {
    name: 'entity-unknown',
    path: '/inventory/entity/lab%3Avm%3Anone',
    open: (page) => expect(page.getByRole('main')).toContainText('none'),
  },
  { name: 'topology', path: '/topology', open: drawn },
  { name: 'topology-focus', path: `/topology?focus=${host}`, open: drawn },
  {
    name: 'topology-node',
    path: `/topology?focus=${host}&selected=${host}`,
    open: both(drawn, region('Facts')),
  },
  {
    name: 'topology-failure',
    path: `/topology?focus=${host}&failed=${host}`,
    open: both(drawn, heading('If esx-a03 fails')),
  },
  {
    name: 'topology-table',
    path: '/topology?as=table',
    open: (page) => expect(page.getByRole('table').first()).toBeVisible(),
  },
  { name: 'documents', path: '/documents', open: document },
  { name: 'document', path: '/documents/virtualization', open: document },
  {
    name: 'document-old-version',
    path: '/documents/infrastructure?version=1',
    open: both(document, (page) => expect(page.getByText('This is version 1')).toBeVisible()),
  },
  {
    name: 'document-find',
    path: '/documents/infrastructure',
    open: both(
      document,
      (page) => page.getByRole('combobox', { name: 'Find in documents' }).fill('web-a020'),
      (page) => expect(page.getByRole('listbox').getByText(/places? in/)).toBeVisible(),
    ),
  },
  {
    name: 'document-note',
    path: '/documents/infrastructure',
    open: both(document, press('Add a note to “Scope”'), (page) =>
      expect(page.getByRole('textbox', { name: 'Note on “Scope”' })).toBeVisible(),
    ),
  },
  {
    name: 'document-source',
    path: '/documents/virtualization?view=source',
    open: (page) => expect(page.getByText('# Virtualization').first()).toBeVisible(),
  },
  {
    name: 'document-compare',
    path: '/documents/virtualization?view=compare',
    open: (page) => expect(page.getByRole('button', { name: /^Findings/ })).toBeVisible(),
  },
  {
    name: 'document-diagram',
    path: '/documents/infrastructure',
    part: '[role="dialog"]',
    open: both(
      document,
      // Diagrams are drawn when they come near.
      (page) =>
        page.getByRole('article').getByRole('heading', { name: 'Dependencies' }).scrollIntoViewIfNeeded(),
      (page) =>
        page
          .getByRole('button', { name: /^Enlarge/ })
          .first()
          .click(),
      (page) => expect(page.getByRole('dialog')).toBeVisible(),
    ),
  },
  {
    name: 'document-write',
    path: '/documents/infrastructure',
    part: '[role="menu"]',
    open: both(document, press('Write documents'), (page) => expect(page.getByRole('menu')).toBeVisible()),
  },
  {
    name: 'document-export',
    path: '/documents/infrastructure',
    part: '[role="menu"]',
    open: both(document, press('Export'), (page) => expect(page.getByRole('menu')).toBeVisible()),
  },
  { name: 'tickets', path: '/tickets', open: ticketRows },
  {
    name: 'tickets-unfolded',
    path: '/tickets',
    open: both(ticketRows, press(/^Unfold/), (page) =>
      expect(page.getByRole('row').filter({ hasText: 'VM 1 on' })).toBeVisible(),
    ),
  },
  {
    name: 'tickets-panel',
    path: '/tickets?view=table',
    open: both(ticketRows, (page) => page.keyboard.press('j'), region('Diagnosis'), region('Timeline')),
  },
  {
    name: 'tickets-board',
    path: '/tickets?view=board&which=all',
    open: (page) => expect(page.getByRole('link', { name: reported.title })).toBeVisible(),
  },
  {
    name: 'tickets-nothing',
    path: '/tickets?text=nothing-is-called-so',
    open: (page) => expect(page.getByText('No ticket fits these filters')).toBeVisible(),
  },
  { name: 'ticket', path: '/tickets?view=table', open: ticketPage },
  {
    name: 'ticket-feedback',
    path: '/tickets?view=table',
    open: both(ticketPage, press('Wrong'), (page) =>
      expect(page.getByRole('textbox', { name: 'Why' })).toBeVisible(),
    ),
  },
  {
    name: 'ticket-resolve',
    path: '/tickets?view=table',
    part: '[role="dialog"]',
    open: both(ticketPage, press('Change the state'), (page) =>
      page.getByRole('menuitem', { name: 'Resolve' }).click(),
    ),
  },
  {
    name: 'ticket-new',
    path: '/tickets?new=1',
    part: '[role="dialog"]',
    open: (page) => expect(page.getByRole('textbox', { name: 'What is wrong' })).toBeVisible(),
  },
  {
    name: 'ticket-missing',
    path: '/tickets/T-aaaaaaaa',
    open: (page) => expect(page.getByRole('heading', { name: 'There is no such ticket' })).toBeVisible(),
  },
  { name: 'remediation', path: '/remediation', open: waitingRemediation },
  { name: 'remediation-panel', path: '/remediation', open: both(openRemediation, press('Draw it')) },
  {
    name: 'remediation-approve',
    path: '/remediation',
    part: '[role="dialog"]',
    open: both(openRemediation, press(/^Approve/), (page) => expect(page.getByRole('dialog')).toBeVisible()),
  },
  {
    name: 'remediation-page',
    path: '/remediation',
    open: both(openRemediation, (page) => page.keyboard.press('o'), region('Reliability score')),
  },
  {
    name: 'remediation-unknown',
    path: '/remediation/R-none',
    open: (page) => expect(page.getByText('There is no such remediation')).toBeVisible(),
  },
  {
    name: 'remediation-history',
    path: '/remediation/history',
    open: (page) => expect(page.getByText('No remediation has ended yet')).toBeVisible(),
  },
  { name: 'policy', path: '/remediation/policy', open: policyText },
  {
    name: 'policy-versions',
    path: '/remediation/policy?view=history',
    open: both(policyText, (page) => expect(page.getByText('as it was found')).toBeVisible()),
  },
  {
    name: 'policy-dry-run',
    path: '/remediation/policy?view=dryRun',
    open: both(policyText, press(/^Decide the last/), (page) =>
      expect(page.getByText(/decisions? made again/)).toBeVisible(),
    ),
  },
  {
    name: 'calibration',
    path: '/remediation/calibration',
    open: (page) => expect(page.getByText('No remediation has come to an outcome yet')).toBeVisible(),
  },
  {
    name: 'entity-remediate',
    path: `/inventory/entity/${vm}`,
    part: '[role="dialog"]',
    open: both(
      region('History'),
      press('Remediate…'),
      (page) => page.getByRole('combobox', { name: 'Action' }).click(),
      (page) => page.getByRole('option', { name: 'Move a VM' }).click(),
      (page) => expect(page.getByText(/^Proposing changes nothing/)).toBeVisible(),
    ),
  },
  {
    name: 'activity-jobs',
    path: '/activity',
    open: (page) =>
      expect(page.getByRole('grid', { name: 'Jobs' }).getByText('Succeeded').first()).toBeVisible(),
  },
  {
    name: 'activity-job',
    path: '/activity',
    open: both(
      (page) => page.getByRole('grid', { name: 'Jobs' }).getByText('Succeeded').first().click(),
      (page) => expect(page.getByRole('complementary', { name: /^Details of/ })).toBeVisible(),
    ),
  },
  {
    name: 'activity-collections',
    path: '/activity?tab=collections',
    open: (page) =>
      expect(
        page.getByRole('grid', { name: 'Collection runs' }).getByText('Succeeded').first(),
      ).toBeVisible(),
  },
  {
    name: 'activity-collection',
    path: '/activity?tab=collections',
    open: both(
      (page) => page.getByRole('gridcell', { name: 'Virtualization' }).first().click(),
      (page) => expect(page.getByRole('complementary', { name: /^Details of/ })).toBeVisible(),
    ),
  },
  {
    name: 'activity-audit',
    path: '/activity?tab=audit',
    open: (page) => expect(page.getByRole('grid', { name: 'Audit' }).getByText('Done').first()).toBeVisible(),
  },
  {
    name: 'activity-audit-entry',
    path: '/activity?tab=audit',
    open: both(
      (page) => page.getByRole('gridcell', { name: 'Done' }).first().click(),
      (page) => expect(page.getByRole('complementary', { name: /Entry|Details/ })).toBeVisible(),
    ),
  },
  ...sections.map(({ key }) => ({
    name: `settings-${key}`,
    path: `/settings/${key}`,
    open: async (page: Page) => {
      await expect(page.getByRole('main').getByRole('heading', { level: 2 }).first()).toBeVisible();
      await expect(page.getByLabel('Loading')).toHaveCount(0);
    },
  })),
  ...['overview', 'trust', 'tools', 'log', 'configuration'].map((view) => ({
    name: `settings-server-${view}`,
    path: `/settings/servers?source=lab&view=${view}`,
    open: async (page: Page) => {
      await expect(page.getByRole('complementary', { name: 'Server lab' })).toBeVisible();
      await expect(page.getByLabel('Loading')).toHaveCount(0);
    },
  })),
  {
    name: 'settings-profile',
    path: '/settings/profiles',
    open: both(
      (page) => page.getByRole('table', { name: 'Profiles' }).getByRole('button').first().click(),
      (page) => expect(page.getByRole('complementary', { name: /^Profile / })).toBeVisible(),
    ),
  },
  {
    name: 'settings-profile-editor',
    path: `/settings/profiles?edit=${encodeURIComponent('+')}`,
    open: both(
      region('Profile, as YAML'),
      (page) => expect(page.getByText('nativeId').first()).toBeVisible(),
      (page) => page.getByText('Try', { exact: true }).click(),
      (page) => expect(page.getByRole('button', { name: 'Try', exact: true })).toBeVisible(),
    ),
  },
  {
    name: 'settings-profile-tried',
    path: '/settings/profiles?draft=1',
    open: both(
      hostsSample,
      press('Call 1 tool and draft'),
      (page) => page.getByText('Try', { exact: true }).click(),
      press('Try'),
      (page) => expect(page.getByRole('table', { name: 'Entities: Hosts' })).toContainText('esx-a02'),
    ),
  },
  {
    name: 'settings-draft-profile',
    path: '/settings/profiles?draft=1',
    part: '[role="dialog"]',
    open: hostsSample,
  },
  {
    name: 'settings-add-server',
    path: '/settings/servers?add=server',
    part: '[role="dialog"]',
    open: (page) => expect(page.getByRole('dialog', { name: 'Add a server' })).toBeVisible(),
  },
  {
    name: 'settings-import-servers',
    path: '/settings/servers?add=import',
    part: '[role="dialog"]',
    open: (page) => expect(page.getByRole('dialog', { name: 'Import servers' })).toBeVisible(),
  },
  {
    name: 'settings-checks',
    path: '/settings/diagnostics',
    open: both(press('Check everything'), (page) =>
      expect(page.getByText('Not checked yet.')).toHaveCount(0),
    ),
  },
  {
    name: 'palette',
    path: '/tickets',
    part: '[role="dialog"]',
    open: both(heading('Tickets'), press(/^Search or run/), (page) =>
      expect(page.getByRole('option').first()).toBeVisible(),
    ),
  },
  {
    name: 'palette-found',
    path: '/tickets',
    part: '[role="dialog"]',
    open: both(
      heading('Tickets'),
      press(/^Search or run/),
      (page) => page.getByRole('combobox', { name: 'Search and run' }).fill('web'),
      (page) => expect(page.getByRole('option', { name: 'web-a002' })).toBeVisible(),
    ),
  },
  {
    name: 'shortcuts',
    path: '/inventory?kind=vm',
    part: '[role="dialog"]',
    open: both(
      vmRows,
      (page) => page.keyboard.press('?'),
      (page) => expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible(),
    ),
  },
  {
    name: 'assistant',
    path: '/inventory?kind=vm',
    open: both(vmRows, press('Assistant'), (page) =>
      expect(page.getByRole('complementary', { name: 'Assistant' })).toBeVisible(),
    ),
  },
  { name: 'bar-as-of', path: '/tickets', part: '[role="dialog"]', open: bar(/^As of/) },
  { name: 'bar-sync', path: '/tickets', part: '[role="dialog"]', open: bar(/^Sync/) },
  { name: 'bar-servers', path: '/tickets', part: '[role="dialog"]', open: bar(/^Servers/) },
  { name: 'bar-automation', path: '/tickets', part: '[role="dialog"]', open: bar(/^Automation/) },
  {
    name: 'bar-kill-switch',
    path: '/tickets',
    part: '[role="dialog"]',
    open: both(bar(/^Automation/), press('Stop everything…')),
  },
  { name: 'bar-appearance', path: '/tickets', part: '[role="menu"]', open: bar(/^Appearance/) },
  { name: 'not-found', path: '/nowhere', open: heading('There is no such screen') },
];
