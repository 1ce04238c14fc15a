import type { Page } from '@playwright/test';
import { profileText } from '../support/read-profile.ts';
import { enter, expect, test } from './fixtures.ts';

const text = profileText('lab-vms');
const editor = (page: Page) => page.getByRole('region', { name: 'Profile, as YAML' });
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
const lineOf = (part: string, within: string) =>
  within.split('\n').findIndex((line) => line.includes(part)) + 1;

/** Puts another text in place of what is there, as it would be pasted. */
async function write(page: Page, next: string): Promise<void> {
  await editor(page).locator('.view-lines').click();
  await page.keyboard.press('Control+A');
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, next);
}

test('a profile is written, found wrong, mended, tried against a server, accepted, and the server read by it', async ({
  live,
  watched: page,
}) => {
  await enter(page, live.server, '/settings/profiles');
  await press(page, 'New profile');
  await expect(editor(page)).toContainText('my-server');

  const broken = text.replace('domain: vmware', 'domain: vmwear\ncolour: red');
  await write(page, broken);
  await expect(page.getByText('2 faults: it cannot be used')).toBeVisible();
  await expect(page.getByText('there is no such setting')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await press(page, `Go to line ${lineOf('colour', broken)}`);
  await expect(editor(page)).toContainText('colour');

  // It can be read, and one of its expressions gives what the kind does not take.
  const wrong = text.replace('vcpus: config.hardware.numCPU', 'vcpus: name');
  await write(page, wrong);
  await expect(page.getByText('It can be used')).toBeVisible();
  await page.getByText('Try', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Server' }).click();
  await page.getByRole('option', { name: 'lab' }).click();
  await press(page, 'Try');
  await page.getByRole('tab', { name: /^Rejects \(\d+\)/ }).click();
  const rejects = page.getByRole('table', { name: 'Rejects' });
  await expect(rejects).toContainText('attributes.vcpus');
  await rejects
    .getByRole('button', { name: `Go to line ${lineOf('vcpus: name', wrong)}` })
    .first()
    .click();

  await write(page, text);
  await expect(page.getByText('The text was changed since: this is of the one before.')).toBeVisible();
  await press(page, 'Try again');
  await expect(page.getByRole('tab', { name: 'Rejects (0)' })).toBeVisible();
  await page.getByRole('tab', { name: /^Entities/ }).click();
  const entities = page.getByRole('table', { name: 'Entities: VMs' });
  await entities.hover();
  await page.getByRole('textbox', { name: 'Find by name or id' }).fill('web-a020');
  await expect(entities.getByRole('row')).toHaveCount(2);
  await expect(entities).toContainText('runs-on lab:host:');
  await page.getByRole('tab', { name: 'Raw result' }).click();
  await expect(page.getByRole('region', { name: 'vms: Answer 1' })).toContainText('"items": [');

  await press(page, 'Save as test-lab-vms');
  await expect(page.getByText('test-lab-vms is kept. It is in force once it is accepted.')).toBeVisible();
  await press(page, 'Accept…');
  const dialog = page.getByRole('dialog', { name: 'Accept test-lab-vms' });
  await expect(dialog.getByRole('region', { name: 'Tools that it reads with' })).toContainText(
    'vmware_list_vms',
  );
  await expect(dialog.getByRole('checkbox')).not.toBeChecked();
  await dialog.getByRole('checkbox', { name: /Power on a VM/ }).check();
  await dialog.getByRole('button', { name: 'Accept 2 read tools and 1 action' }).click();
  await expect(page.getByText('test-lab-vms is in force')).toBeVisible();

  // An adapter of the application goes before, until the server's entry names the profile.
  await press(page, 'All profiles');
  const panel = page.getByRole('complementary', { name: 'Profile test-lab-vms' });
  await expect(panel).toContainText('no server');
  await panel.getByRole('combobox', { name: 'Server' }).click();
  await page.getByRole('option', { name: 'lab' }).click();
  await panel.getByRole('button', { name: 'Read lab by this profile' }).click();
  await panel.getByRole('button', { name: 'Collect lab now' }).click();
  await press(page, 'Show the run');
  await expect(page.getByRole('complementary').getByText('test-lab-vms')).toBeVisible();
});

test('a profile is drafted from a server, with what was guessed', async ({ live, watched: page }) => {
  await enter(page, live.server, '/settings/profiles');
  await press(page, 'Draft from a server…');
  const dialog = page.getByRole('dialog', { name: 'Draft a profile from a server' });
  await dialog.getByRole('combobox', { name: 'Server' }).click();
  await page.getByRole('option', { name: 'lab' }).click();
  await dialog.getByRole('textbox', { name: 'Find a tool' }).fill('list_hosts');
  await dialog.getByRole('checkbox', { name: /vmware_list_hosts/ }).check();
  await dialog.getByRole('button', { name: 'Call 1 tool and draft' }).click();
  await expect(editor(page)).toContainText('vmware_list_hosts');
  await expect(page.getByText('Not kept yet')).toBeVisible();
  await page.getByText('Notes', { exact: true }).click();
  await expect(page.getByRole('list', { name: /^What whoever drafted it says/ })).toContainText(
    'vmware_list_hosts: taken for hosts',
  );
});
