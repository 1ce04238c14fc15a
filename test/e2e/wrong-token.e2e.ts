import { expect, test } from './fixtures.ts';

test('an address with a wrong token says so and shows nothing', async ({ server, page }) => {
  await page.goto(server.url.replace(/token=.*/, 'token=wrong'));
  await expect(page.getByText(/token/i).first()).toBeVisible();
  await expect(page.getByRole('navigation')).toHaveCount(0);
});
