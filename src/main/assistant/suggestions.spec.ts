import { describe, expect, it } from 'vitest';
import { buildEntity, buildView, testId, testNow } from '../../../test/support/build-view.ts';
import { buildFinding } from '../../../test/support/question-desk.ts';
import type { Entity } from '../../shared/model/entity.ts';
import type { ScreenContext } from '../../shared/model/citation.ts';
import { instant } from '../../shared/model/ids.ts';
import { findingRules } from '../findings/registry.ts';
import { blastRadius } from '../topology/blast-radius.ts';
import { questionForms } from './forms/registry.ts';
import { partsOf } from './question-parts.ts';
import { askedQuestion } from './question.ts';
import { suggestQuestions } from './suggestions.ts';
import { suggestionTexts } from './suggestion-texts.ts';

const host = buildEntity('host', 'esx-01', { attributes: { connectionState: 'connected' } });
const store = buildEntity('datastore', 'ds-01', {
  attributes: { capacityBytes: 1000, usedBytes: 910, freeBytes: 90 },
});
const vm = buildEntity('vm', 'web-01', {
  attributes: { powerState: 'on' },
  relations: [
    { type: 'runs-on', to: testId('host', 'esx-01') },
    { type: 'stored-on', to: testId('datastore', 'ds-01') },
  ],
});
const finding = buildFinding(store, {
  rule: 'VS11',
  severity: 'critical',
  title: 'Datastore fills up',
  value: '91 % used',
  threshold: '< 90 %',
  remedy: 'Free space.',
});
const all: readonly Entity[] = [host, store, vm, finding];
const view = buildView([host, store, vm, finding]);
const languages = ['en', 'de'] as const;

function understood(text: string, named: readonly Entity[]) {
  const question = askedQuestion({ text, named, looking: [], now: testNow });
  const form = questionForms.find((one) => one.recognise(question) !== undefined);
  const mentions = named.map(({ id, kind, name }) => ({ id, kind, name, words: name, how: 'name' as const }));
  return {
    form: form?.name,
    args: form?.recognise(question),
    language: question.language,
    parts: partsOf(question, mentions).length,
  };
}

/** @param changedAt moments of changes, of whatever entity */
function suggest(
  context: Partial<ScreenContext>,
  language: 'en' | 'de',
  options: { readonly changedAt?: readonly string[]; readonly configured?: boolean } = {},
) {
  const { changedAt = [], configured = false } = options;
  return suggestQuestions({ screen: 'inventory', entities: [], ...context }, language, {
    inventory: {
      view: async () => view,
      changes: async ({ since, until }) => ({
        items: [],
        total: changedAt.filter((at) => (since ?? '') <= at && (until === undefined || at <= until)).length,
      }),
    },
    topology: { blastRadius },
    documentTitle: async () => 'Virtualization',
    clock: { now: () => testNow },
    llm: { state: { configured } },
  });
}

describe.each(languages)('A suggested question in %s', (language) => {
  const texts = suggestionTexts[language];

  it.each([
    ['wrong', texts.wrong('esx-01'), [host], 'findings', { entity: host.id }],
    ['changed', texts.changed('web-01'), [vm], 'changes', { entity: vm.id }],
    ['full', texts.full('ds-01'), [store], 'how_full', { entity: store.id }],
    ['where', texts.where('web-01'), [vm], 'where_runs', { entity: vm.id }],
    ['vmsOn', texts.vmsOn('esx-01'), [host], 'what_runs_on', { entity: host.id, kinds: ['vm'] }],
    ['podsOn', texts.podsOn('esx-01'), [host], 'what_runs_on', { entity: host.id, kinds: ['pod'] }],
    ['affected', texts.affected('esx-01'), [host], 'who_is_affected', { entity: host.id }],
    ['critical', texts.critical, [], 'findings', { severity: 'critical' }],
    ['changedAnywhere', texts.changedAnywhere, [], 'changes', {}],
    ['fullDatastores', texts.fullDatastores, [], 'how_full', { kind: 'datastore' }],
  ] as const)('is understood: %s', (_, text, named, form, args) => {
    const told = understood(text, named);
    expect(told).toMatchObject({ form, args, language, parts: 1 });
  });

  it.each(findingRules.map(({ id, title }) => [id, title]))(
    'asks what can be done about %s (%s), whatever its title says',
    (_, title) => {
      const told = understood(texts.remedy(title, 'ds-01'), [store]);
      expect(told).toMatchObject({
        form: 'remedies',
        args: { entity: store.id, title },
        language,
        parts: 1,
      });
    },
  );
});

describe('Suggested questions', () => {
  it('come in the language of the operator', async () => {
    expect(await suggest({ entities: [store.id] }, 'de')).toEqual([
      'Was stimmt mit ds-01 nicht?',
      'Was lässt sich gegen „Datastore fills up“ an ds-01 tun?',
      'Wie voll ist ds-01?',
      'Welche VMs sind auf ds-01?',
      'Wer ist betroffen, wenn ds-01 ausfällt?',
    ]);
    expect(await suggest({ entities: [host.id] }, 'en')).toEqual([
      'Which VMs are on esx-01?',
      'Who is affected if esx-01 fails?',
    ]);
  });

  it('ask what changed this week only when something did, since Monday and not in seven days', async () => {
    const day = new Date(testNow).getUTCDay();
    const monday = instant(Date.parse(testNow.slice(0, 10)) - ((day + 6) % 7) * 86_400_000);
    const before = instant(Date.parse(monday) - 1);
    expect(await suggest({}, 'en', { changedAt: [before] })).not.toContain('What changed this week?');
    expect(await suggest({}, 'en', { changedAt: [monday] })).toContain('What changed this week?');
  });

  it('ask of an earlier moment what had changed by then', async () => {
    const at = instant(Date.parse(testNow) - 30 * 86_400_000);
    expect(await suggest({ at }, 'en', { changedAt: [testNow] })).not.toContain('What changed this week?');
    expect(await suggest({ at }, 'en', { changedAt: [at] })).toContain('What changed this week?');
  });

  it('ask what a document says in short only where a model can tell', async () => {
    const asked = 'What does "Virtualization" say in short?';
    expect(await suggest({ document: 'virtualization' }, 'en')).not.toContain(asked);
    expect(await suggest({ document: 'virtualization' }, 'en', { configured: true })).toContain(asked);
  });
});

describe('What there is', () => {
  it('points at nothing on the screen in German either', () => {
    const looking = all.filter(({ kind }) => kind === 'vm');
    const question = askedQuestion({
      text: 'Welche kritischen Befunde gibt es?',
      named: [],
      looking,
      now: testNow,
    });
    const form = questionForms.find((one) => one.recognise(question) !== undefined);
    expect(form?.recognise(question)).toEqual({ severity: 'critical' });
  });
});
