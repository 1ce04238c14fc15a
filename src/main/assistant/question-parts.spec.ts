import { describe, expect, it } from 'vitest';
import { buildEntity, testId } from '../../../test/support/build-view.ts';
import { questionAbout, questionDesk } from '../../../test/support/question-desk.ts';
import { EvidenceLedger } from './evidence.ts';
import { partsOf } from './question-parts.ts';
import { answerFromSearch } from './search-answer.ts';

const host = buildEntity('host', 'esx-01', { attributes: { connectionState: 'connected' } });
const vm = buildEntity('vm', 'web-01', {
  attributes: { powerState: 'on' },
  relations: [{ type: 'runs-on', to: testId('host', 'esx-01') }],
});
const all = [host, vm];
const desk = questionDesk(all);
const asked = (text: string) => questionAbout(text, all);

const partsIn = (text: string) => {
  const { question, mentions } = asked(text);
  return partsOf(question, mentions).map((part) => [part.text, ...part.named.map(({ name }) => name)]);
};

describe('Several questions in one', () => {
  it('are taken apart, each with what it names itself', () => {
    expect(partsIn('What changed on web-01 this week and who is affected if esx-01 fails?')).toEqual([
      ['What changed on web-01 this week', 'web-01'],
      ['who is affected if esx-01 fails?', 'esx-01'],
    ]);
    expect(partsIn('Wo läuft web-01 und was ist betroffen, wenn esx-01 ausfällt?')).toHaveLength(2);
  });

  it('one that names nothing means what was named before it', () => {
    const { question, mentions } = asked('Where does web-01 run? What changed on it?');
    const [, second] = partsOf(question, mentions);
    expect(second?.named).toEqual([]);
    expect(second?.looking.map(({ name }) => name)).toEqual(['web-01']);
  });

  it.each(['Which VMs and templates are on esx-01?', 'web-01 and esx-01', 'where does web-01 run?'])(
    '"%s" is a single one',
    (text) => {
      const { question, mentions } = asked(text);
      expect(partsOf(question, mentions)).toEqual([question]);
    },
  );

  it('are answered one by one, and one that stays open is named', async () => {
    const answer = async (text: string) => {
      const { question, mentions } = asked(text);
      const found = { passages: [], entities: mentions };
      return (await answerFromSearch(question, found, desk, new EvidenceLedger((same) => same))).text;
    };
    const both = await answer('Where does web-01 run and who is affected if esx-01 fails?');
    expect(both).toContain('runs on **esx-01**');
    expect(both).toMatch(/When \*\*esx-01\*\* .* fails/);
    expect(both).not.toContain('Not answered');
    const half = await answer('Where does web-01 run and what is the weather like?');
    expect(half).toContain('runs on **esx-01**');
    expect(half).toContain('Not answered by this: “what is the weather like?”');
  });
});
