import { enter, expect, test } from './fixtures.ts';

/** The datastore that fills up. */
const store = { id: 'lab:datastore:datastore-1035', name: 'ds-a-02' } as const;
/** What is suggested about it, and words of what the inventory answers. */
const answers = {
  [`Was stimmt mit ${store.name} nicht?`]: 'erwartet',
  [`Was lässt sich gegen „Datastore fills up“ an ${store.name} tun?`]: 'Free space',
  [`Wie voll ist ${store.name}?`]: 'belegt',
  [`Welche VMs sind auf ${store.name}?`]: `auf ${store.name}:`,
} as const;

test('questions are suggested in German, and answered in German from the inventory', async ({
  server,
  watched: page,
}) => {
  await page.addInitScript(() =>
    localStorage.setItem(
      'datacenter-docs.preferences',
      JSON.stringify({ state: { language: 'de' }, version: 1 }),
    ),
  );
  await enter(page, server, `/inventory/entity/${encodeURIComponent(store.id)}`);
  await page.keyboard.press('ControlOrMeta+j');
  await expect(page.getByText(`Im Blick: Datastore ${store.name} · Stand jetzt`)).toBeVisible();
  const conversation = page.getByRole('region', { name: 'Gespräch' });
  for (const [question, said] of Object.entries(answers)) {
    await page.getByRole('button', { name: question, exact: true }).click();
    await expect(conversation).toContainText('Es ist kein Sprachmodell eingestellt.');
    await expect(conversation).toContainText(said);
    await expect(conversation.getByRole('link', { name: /^Quelle 1: / }).first()).toBeVisible();
    await page.getByRole('button', { name: 'Neues Gespräch' }).click();
  }
});
