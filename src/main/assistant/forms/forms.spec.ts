import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildEntity, testId } from '../../../../test/support/build-view.ts';
import { buildFinding, questionAbout, questionDesk } from '../../../../test/support/question-desk.ts';
import { questionForms } from './registry.ts';

const host = buildEntity('host', 'esx-01', {
  attributes: { connectionState: 'connected', memoryBytes: 549_755_813_888 },
});
const store = buildEntity('datastore', 'ds-01', {
  attributes: { capacityBytes: 1000, usedBytes: 910, freeBytes: 90 },
});
const vm = buildEntity('vm', 'web-01', {
  attributes: { powerState: 'on', memoryBytes: 4_294_967_296, ips: ['10.1.2.3'] },
  relations: [
    { type: 'runs-on', to: testId('host', 'esx-01') },
    { type: 'stored-on', to: testId('datastore', 'ds-01') },
  ],
});
const finding = buildFinding(host, {
  rule: 'VS01',
  severity: 'warning',
  title: 'Memory nearly full',
  value: '93 %',
  threshold: '< 90 %',
  remedy: 'Move VMs.',
});
const all = [host, store, vm, finding];
const desk = questionDesk(all);

async function answer(text: string, looking: readonly (typeof all)[number][] = []) {
  const { question } = questionAbout(text, all, looking);
  const form = questionForms.find((one) => one.recognise(question) !== undefined);
  if (!form) return { form: undefined, text: '', rests: 0 };
  const statements = await form.answer(form.recognise(question), { ...desk, language: question.language });
  return {
    form: form.name,
    text: statements.map((one) => one.text).join('\n'),
    rests: statements.flatMap(({ rests }) => rests).length,
  };
}

describe('A question that the inventory answers by itself', () => {
  it.each([
    ['where does web-01 run?', 'where_runs', 'esx-01'],
    ['Auf welchem Host läuft web-01?', 'where_runs', 'läuft auf **esx-01**'],
    ['which VMs are on host esx-01?', 'what_runs_on', 'web-01'],
    ['Welche VMs laufen auf esx-01?', 'what_runs_on', 'web-01'],
    ['how many VMs are on esx-01', 'what_runs_on', '1 VM'],
    ['how full is datastore ds-01', 'how_full', '91 % full'],
    ['Wie voll ist ds-01?', 'how_full', 'zu 91 % voll'],
    ['which datastores are nearly full?', 'how_full', 'ds-01'],
    ['who is affected if host esx-01 dies?', 'who_is_affected', 'web-01'],
    ['Was ist betroffen, wenn esx-01 ausfällt?', 'who_is_affected', 'web-01'],
    ['what changed on web-01 this week?', 'changes', 'No change of **web-01**'],
    ['was hat sich an web-01 seit gestern geändert?', 'changes', 'keine Änderung von **web-01**'],
    ['what is wrong with esx-01?', 'findings', 'Memory nearly full'],
    ['Was ist los mit esx-01?', 'findings', 'Memory nearly full'],
    ['What can be done about "Memory nearly full" on esx-01?', 'remedies', 'Move VMs.'],
    ['What can be done about "Memory nearly full"?', 'remedies', 'esx-01 (93 %): Move VMs.'],
    ['Was lässt sich gegen „Memory nearly full“ an esx-01 tun?', 'remedies', 'Move VMs.'],
    ['what is wrong with esx-01', 'findings', '93 %; expected \\< 90 %'],
    ['how many hosts are there?', 'how_many', '1 host'],
    ['how much memory has web-01?', 'get_entity', '4 GiB'],
    ['what is the IP of web-01', 'get_entity', '10.1.2.3'],
    ['is web-01 running?', 'get_entity', 'State on'],
    ['seit wann gibt es web-01?', 'timeline', 'zuerst gesehen'],
  ])('%s', async (question, form, text) => {
    const told = await answer(question);
    expect(told.form).toBe(form);
    expect(told.text).toContain(text);
    // Everything that is said of something rests on it.
    expect(told.rests).toBeGreaterThan(0);
  });

  it('takes "it" for what is looked at', async () => {
    expect((await answer('where does it run?', [vm])).text).toContain('esx-01');
    expect((await answer('where does it run?')).form).toBeUndefined();
  });

  it.each([
    'how do I change the password of a switch?',
    'How do I free space on ds-01?',
    'What can be done about slow DNS?',
    'What does the alert mean?',
    'why is the sky blue',
  ])('is not: %s', async (question) => {
    expect((await answer(question)).form).toBeUndefined();
  });

  it('has each file in the registry', () => {
    const files = readdirSync(import.meta.dirname).filter(
      (file) => file.endsWith('.ts') && !/(?:spec|registry|question-form)\.ts$|^question-form/.test(file),
    );
    expect(questionForms).toHaveLength(files.length);
  });
});
