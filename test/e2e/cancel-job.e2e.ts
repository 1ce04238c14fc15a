import { enter, expect, test } from './fixtures.ts';

test('a collection that hangs is cancelled; what was known before stands', async ({
  live: { estate, server },
  watched: page,
}) => {
  // The source takes the question and never answers.
  await estate.data('lab_fault', { name: 'hang', tools: 'vmware_list_vms' });
  await enter(page, server, '/settings/schedule');
  await page.getByRole('main').getByRole('button', { name: 'Run now' }).first().click();
  await expect(page.getByRole('progressbar', { name: 'Collection' })).toBeVisible();

  await page.getByRole('link', { name: 'Activity' }).click();
  const running = page.getByRole('region', { name: 'Running now' });
  await expect(running.getByRole('progressbar', { name: 'Collection' })).toBeVisible();
  await running.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Collection is told to stop')).toBeVisible();
  await expect(running).toHaveCount(0);
  const newest = page.getByRole('rowgroup', { name: 'Jobs' }).getByRole('row').first();
  await expect(newest).toContainText('Cancelled');
  await expect(newest).toContainText('By hand');

  await newest.click();
  await expect(page.getByRole('complementary', { name: /^Details of/ })).toContainText('Cancelled');
  await page.getByRole('tab', { name: 'Audit' }).click();
  await expect(page.getByRole('row', { name: /Cancel a run/ })).toContainText('Done');

  await page.getByRole('link', { name: 'Inventory', exact: true }).first().click();
  await expect(page.getByRole('grid', { name: '80 VMs' })).toBeVisible();
});
