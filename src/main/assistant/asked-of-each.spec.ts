import { describe, expect, it } from 'vitest';
import { buildEntity, testId } from '../../../test/support/build-view.ts';
import { questionAbout, questionDesk } from '../../../test/support/question-desk.ts';
import type { Entity } from '../../shared/model/entity.ts';
import { EvidenceLedger } from './evidence.ts';
import { answerFromSearch } from './search-answer.ts';

const hosts = ['esx-01', 'esx-02'].map((name) => buildEntity('host', name));
const on = (vm: string, host: string) =>
  buildEntity('vm', vm, { relations: [{ type: 'runs-on', to: testId('host', host) }] });
const vms = [on('web-01', 'esx-01'), on('web-02', 'esx-02')];
const all: readonly Entity[] = [...hosts, ...vms];

async function answer(text: string, looking: readonly Entity[] = []) {
  const { question, mentions } = questionAbout(text, all, looking);
  const found = { passages: [], entities: mentions };
  return (await answerFromSearch(question, found, questionDesk(all), new EvidenceLedger())).text;
}

describe('A question about several things', () => {
  it.each(['Where do web-01 and web-02 run?', 'Auf welchem Host laufen web-01 und web-02?'])(
    'is answered of each: %s',
    async (text) => {
      const told = await answer(text);
      expect(told).toMatch(/\*\*web-01\*\*:[^]*esx-01[^]*\*\*web-02\*\*:[^]*esx-02/);
    },
  );

  it('means all that is chosen on the screen where it says "they", and the first where it says "it"', async () => {
    const they = await answer('Where do they run?', vms);
    expect(they).toContain('esx-01');
    expect(they).toContain('esx-02');
    expect(await answer('Wo laufen sie?', vms)).toContain('esx-02');
    const it = await answer('Where does it run?', vms);
    expect(it).toContain('esx-01');
    expect(it).not.toContain('esx-02');
  });

  it('says how many it leaves out', async () => {
    const many = Array.from({ length: 25 }, (_, i) => on(`app-${100 + i}`, 'esx-01'));
    const { question } = questionAbout('Where do they run?', [], many);
    const told = await answerFromSearch(
      question,
      { passages: [], entities: [] },
      questionDesk([...hosts, ...many]),
      new EvidenceLedger(),
    );
    expect(told.text).toContain('**app-119**:');
    expect(told.text).not.toContain('**app-120**:');
    expect(told.text).toContain('… and 5 more.');
  });
});
