import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Citation } from '../../src/shared/model/citation.ts';
import type { EntityId } from '../../src/shared/model/ids.ts';
import { openDiagnosisLab, type DiagnosisLab } from '../support/diagnosis-lab.ts';
import { testActions } from '../support/test-actions.ts';

let lab: DiagnosisLab;
beforeAll(async () => {
  lab = await openDiagnosisLab(testActions);
}, 120_000);
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
});

async function ask(question: string, entities: readonly EntityId[] = []) {
  const { answer } = await lab.console.client.assistant.ask({
    question,
    ...(entities.length > 0 && { context: { screen: 'inventory', entities: [...entities] } }),
  });
  return answer;
}

const sourceOf = (citation: Citation): string =>
  citation.is === 'entity'
    ? citation.id
    : citation.is === 'passage'
      ? citation.passage
      : citation.is === 'tool'
        ? citation.tool
        : citation.is;
const sourcesOf = (citations: readonly Citation[]) => new Set(citations.map(sourceOf));

it('/diagnose gives the diagnosis that a ticket of the same words gets, with its sources', async () => {
  await lab.during(['hung-vm'], 60, async (view) => {
    const words = 'web-a001 is frozen, ssh does not answer';
    const diagnosis = await lab.diagnose(words);
    const [first] = diagnosis.hypotheses;
    expect(first?.pattern).toBe('hung-guest');

    const answer = await ask(`/diagnose ${words}`);
    expect(answer).toMatchObject({ state: 'complete', by: 'search', unknown: false });
    expect(answer.text).toContain(diagnosis.summary);
    expect(answer.text).toContain(`Confidence ${Math.round(diagnosis.confidence * 100)} %`);
    for (const { title } of diagnosis.proposals) expect(answer.text).toContain(title);
    expect(diagnosis.proposals).not.toEqual([]);
    expect(answer.text).toContain('nothing was done');
    // But for what was asked itself: it could not be opened.
    const cited = diagnosis.citations.filter(
      ({ is, number }) => is !== 'ticket' && first?.for.some(({ citation }) => citation === number),
    );
    expect(cited.length).toBeGreaterThan(2);
    expect([...sourcesOf(answer.citations)]).toEqual(expect.arrayContaining([...sourcesOf(cited)]));
    expect(answer.citations.filter(({ is }) => is === 'ticket')).toEqual([]);
    expect(answer.calls.map(({ tool, arguments: given }) => [tool, given])).toEqual(
      diagnosis.checks.map(({ tool, arguments: given }) => [tool, given]),
    );

    // What is on the screen stands for what the words do not name.
    const vm = view.all('vm').find(({ name }) => name === 'web-a001');
    const shown = await ask('/diagnose nobody can log in', vm ? [vm.id] : []);
    expect(shown.text).toContain('web-a001');
    expect((await ask('/diagnose', vm ? [vm.id] : [])).text).toContain(diagnosis.summary);
  });
});

it('/diagnose says that nothing is proposed where nothing is known to be wrong', async () => {
  const answer = await ask('/diagnose zz-nowhere-77 is slow');
  expect(answer.text).toContain('zz-nowhere-77');
  expect(answer.text).toContain('No action');
  expect((await ask('/diagnose')).text).toContain('needs more');
});
