import { expect, test } from './fixtures.ts';

test('an address with a wrong token says so and shows nothing; with the right one it opens', async ({
  emptyServer: server,
  page,
}) => {
  await page.goto(server.url.replace(/token=.*/, 'token=wrong'));
  await expect(page.getByRole('heading', { name: 'This address needs its token' })).toBeVisible();
  await expect(page.getByRole('navigation')).toHaveCount(0);
  expect(page.url()).not.toContain('wrong');

  const token = page.getByRole('textbox', { name: 'Token, or the whole address' });
  await token.fill('no token at all');
  await token.press('Enter');
  await expect(page.getByText('Expected a token, or an address that ends in #token=…')).toBeVisible();

  await token.fill(server.url);
  await token.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
  expect(page.url()).toBe(`${server.origin}/`);
});

test('an address without a token lets nobody in', async ({ emptyServer: server, page }) => {
  await page.goto(`${server.origin}/inventory`);
  await expect(page.getByRole('heading', { name: 'This address needs its token' })).toBeVisible();
  const { status } = await page.evaluate(async () => {
    const response = await fetch('/api/v1/inventory');
    return { status: response.status };
  });
  expect(status).toBe(401);
});
