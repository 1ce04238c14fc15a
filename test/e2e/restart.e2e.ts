import { changed, changeVm, cli } from './lab-estate.ts';
import { enter, expect, test } from './fixtures.ts';

test('a server that is killed under the page: the page says so, comes back, and catches up where it was', async ({
  live: { estate, server },
  watched: page,
}) => {
  await page.setViewportSize({ width: 1440, height: 600 });
  await enter(page, server, `/inventory?kind=vm&entity=${encodeURIComponent(changed.id)}`);
  const grid = page.getByRole('grid', { name: '80 VMs' });
  const row = grid.getByRole('row', { name: new RegExp(changed.vm) });
  const panel = page.getByRole('complementary', { name: `Details of ${changed.vm}` });
  await expect(row).toContainText(changed.from);
  await expect(panel).toContainText(changed.from);
  const place = () => row.evaluate((element) => Math.round(element.getBoundingClientRect().top));
  const before = await place();

  await server.stop('SIGKILL');
  const band = page.getByRole('status').filter({ hasText: 'The application is away since' });
  await expect(band).toBeVisible();
  // What was read before is still there.
  await expect(row).toContainText(changed.from);

  // Somebody else collects while it is away.
  await changeVm(estate);
  await cli(server.dataDir, 'collect');
  await server.restart();

  await expect(band).toHaveCount(0, { timeout: 20_000 });
  await expect(page.getByText('The application is back.')).toBeVisible();
  await expect(row).toContainText(changed.to);
  await expect(panel).toContainText(changed.to);
  await expect(row).toHaveAttribute('data-active', 'true');
  expect(await place()).toBe(before);
});

test('what another client does arrives without a reload, and nothing moves', async ({
  live: { estate, server },
  watched: page,
}) => {
  await enter(page, server, `/inventory?kind=vm&entity=${encodeURIComponent(changed.id)}`);
  const row = page.getByRole('grid', { name: '80 VMs' }).getByRole('row', { name: new RegExp(changed.vm) });
  await expect(row).toContainText(changed.from);
  await changeVm(estate);
  await cli(server.dataDir, 'collect');
  await expect(row).toContainText(changed.to);
  await expect(page.getByRole('complementary', { name: `Details of ${changed.vm}` })).toContainText(
    `vCPUs${changed.vcpusBefore} → ${changed.vcpusNow}`,
  );
});
