import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entityId, type EntityId, type RunId } from '../../src/shared/model/ids.ts';
import { openAppClient, type AppClient } from '../support/app-client.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let application: AppClient;
const folder = temporaryFolder();
const id = (kind: 'vm' | 'host' | 'datastore', name: string) => entityId('estate', kind, name);

beforeAll(async () => {
  application = await openAppClient(join(folder.path, 'data'));
  const { app } = application;
  const observed = { source: 'estate', domain: 'vmware' as const, runId: 'run-1' as RunId, simulated: false };
  await app.inventory.applyObserved({
    ...observed,
    kind: 'host',
    records: ['esx-01', 'esx-02'].map((name) => ({
      nativeId: name,
      name,
      attributes: { connectionState: 'connected' as const },
    })),
  });
  await app.inventory.applyObserved({
    ...observed,
    kind: 'datastore',
    records: [
      {
        nativeId: 'ds-01',
        name: 'ds-01',
        attributes: { capacityBytes: 1000, usedBytes: 910, freeBytes: 90 },
      },
    ],
  });
  await app.inventory.applyObserved({
    ...observed,
    kind: 'vm',
    records: [
      ['web-01', 'esx-01'],
      ['web-02', 'esx-02'],
    ].map(([name = '', host = '']) => ({
      nativeId: name,
      name,
      attributes: { powerState: 'on' as const },
      relations: [{ type: 'runs-on' as const, to: id('host', host) }],
    })),
  });
  const runbooks = join(folder.path, 'runbooks');
  mkdirSync(runbooks);
  writeFileSync(join(runbooks, 'drain.md'), '# Draining\n\nCordon the node first, then drain it.\n');
  await app.knowledge.importFolder(runbooks);
});
afterAll(async () => {
  await application.close();
  folder[Symbol.dispose]();
});

async function ask(question: string, entities: readonly EntityId[] = []) {
  const { answer } = await application.client.assistant.ask({
    question,
    ...(entities.length > 0 && { context: { screen: 'inventory', entities: [...entities] } }),
  });
  return answer;
}

describe('A command', () => {
  it.each([
    ['/where web-01', /esx-01/],
    ['/runs esx-02', /web-02/],
    ['/entity web-01', /Power state on/],
    ['/full ds-01', /91 %/],
    ['/full', /ds-01/],
    ['/affected esx-01', /web-01/],
    ['/timeline web-01', /web-01/],
    ['/changes web-01 7d', /web-01/],
    ['/changes 7d', /./],
    ['/findings esx-01', /esx-01/],
    ['/list kind:vm', /2 found:[^]*web-01[^]*web-02/],
    ['/list nosuchfield:1', /there is no field "nosuchfield" here/],
    ['/list pwerStat:off', /there is no field "pwerStat" here: powerState/],
    ['/list kind:nothing', /there is no kind/],
    ['/find drain a node', /Cordon the node first/],
    ['/help', /\/diagnose/],
    ['/wher web-01', /There is no command/],
    ['/where', /needs more/],
  ])('%s', async (question, told) => {
    const answer = await ask(question);
    expect(answer).toMatchObject({ state: 'complete', by: 'search' });
    expect(answer.text).toMatch(told);
  });

  it.each(['/where zz-99', '/findings zz-99', '/changes zz-99', '/changes zz-99 7d', '/full zz-99'])(
    'about something that nothing is called says so, not everything: %s',
    async (question) => {
      expect(await ask(question)).toMatchObject({ unknown: true, citations: [] });
    },
  );

  it('without a name is about all that is looked at', async () => {
    const vms = [id('vm', 'web-01'), id('vm', 'web-02')];
    expect((await ask('/where', vms)).text).toMatch(/\*\*web-01\*\*:[^]*esx-01[^]*\*\*web-02\*\*:[^]*esx-02/);
    expect((await ask('/changes 7d', vms.slice(1))).text).not.toContain('web-01');
  });

  it('is about each that it names', async () => {
    expect((await ask('/where web-01 web-02')).text).toMatch(/esx-01[^]*esx-02/);
  });
});
