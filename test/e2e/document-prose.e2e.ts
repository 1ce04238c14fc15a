import { cli } from './lab-estate.ts';
import { enter, expect, test } from './fixtures.ts';

/** What a model says of the summary: true, false and steered. */
const answers = [
  'The inventory contains 2 clusters. esx-a01 is part of the inventory. web-a020 has 8 vCPUs. web-a020 has 99 vCPUs.',
  '1. web-a020 has 98 vCPUs.',
];

test('a document tells in words what the inventory bears out, and what bears out each sentence', async ({
  modelled: { llm, server },
  watched,
}) => {
  const asked = new Map<string, number>();
  llm.respond(({ messages }) => {
    const question = messages[1]?.content ?? '';
    if (!question.includes('"Virtualization"') || !question.includes('Section: "Summary"')) return 'NOTHING';
    const turn = asked.get('summary') ?? 0;
    asked.set('summary', turn + 1);
    return answers[turn] ?? 'NOTHING';
  });
  const told = await cli(server.dataDir, 'generate', 'virtualization', '--prose');
  expect(told).toContain('left out "web-a020 has 98 vCPUs."');

  await enter(watched, server, '/documents/virtualization');
  const prose = watched.getByRole('group', { name: 'Summary in words' });
  await expect(prose).toContainText('web-a020 has 8 vCPUs.');
  await expect(prose).not.toContainText('98 vCPUs');
  await expect(prose).toContainText('1 sentence was left out: it could not be supported by the inventory.');

  await prose.getByText('web-a020 has 8 vCPUs.').hover();
  await expect(watched.getByRole('tooltip')).toContainText('Borne out by web-a020 (vCPUs)');

  await prose.getByText(/sources?$/).click();
  await prose.getByRole('link', { name: 'web-a020' }).click();
  await expect(watched).toHaveURL(/vm-1069/);
});
