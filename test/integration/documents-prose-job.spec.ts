import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { JobRun } from '../../src/shared/model/run.ts';
import { openAppClient } from '../support/app-client.ts';
import { addLab } from '../support/lab-app.ts';
import { startScriptedLlm } from '../support/scripted-llm.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

async function modelledApp(settings: string) {
  const folder = temporaryFolder();
  const llm = await startScriptedLlm();
  llm.respond(({ messages }) =>
    (messages[1]?.content ?? '').includes('Section: "Summary"')
      ? 'The inventory contains 2 clusters.'
      : 'NOTHING',
  );
  writeFileSync(
    join(folder.path, 'config.yaml'),
    `llm:\n  baseUrl: ${llm.url}\n  model: scripted\n${settings}`,
  );
  const opened = await openAppClient(folder.path);
  await addLab(opened.app, 'lab', ['--frozen', '--size', 'small', '--domains', 'vmware']);
  await opened.app.collect({});
  const ended = (job: string) =>
    new Promise<JobRun>((done) => {
      opened.app.scheduler.onChanged((run) => {
        if (run.job === job && run.outcome !== 'queued' && run.outcome !== 'running') done(run);
      });
    });
  return {
    ...opened,
    llm,
    ended,
    async [Symbol.asyncDispose]() {
      await opened.close();
      await llm.close();
      folder[Symbol.dispose]();
    },
  };
}

it('prose follows documents as a job of its own, for which nobody waits', async () => {
  await using on = await modelledApp('');
  await on.app.scheduler.start();
  const prose = on.ended('prose');
  const report = await on.client.documents.generate({});
  expect(report.counts.created).toBeGreaterThan(0);
  expect(await prose).toMatchObject({ queue: 'documentation', trigger: 'event', outcome: 'succeeded' });
  const { sections } = await on.client.documents.show({ id: 'virtualization' });
  const summary = sections.find(({ key }) => key === 'summary');
  expect(summary?.blocks[0]).toMatchObject({
    t: 'prose',
    sentences: [{ text: 'The inventory contains 2 clusters.' }],
  });
});

it('prose does not follow where it is not wanted, or where the schedule has the job switched off', async () => {
  await using on = await modelledApp('schedule:\n  jobs:\n    prose: { enabled: false }\n');
  await on.app.scheduler.start();
  await on.client.documents.generate({});
  await on.client.documents.generate({ force: true, prose: false });
  const runs = await on.app.scheduler.history({});
  expect(runs.some(({ job }) => job === 'prose')).toBe(false);
  expect(on.llm.chats).toEqual([]);
});

it('prose that is asked for is waited for, and stands in the history with what was left out', async () => {
  await using on = await modelledApp('');
  await on.client.documents.generate({ prose: false });
  on.llm.respond(({ messages }) => (messages.length > 2 ? '1. -' : 'The inventory contains 77 clusters.'));
  const report = await on.client.documents.writeProse({ ids: ['virtualization'] });
  expect(report).toMatchObject({ model: true, sentences: { written: 0 } });
  expect(report.sections[0]?.omitted).toMatchObject([{ text: 'The inventory contains 77 clusters.' }]);
  const [run] = await on.app.scheduler.history({});
  expect(run).toMatchObject({ id: report.run, job: 'prose', outcome: 'succeeded' });
});
