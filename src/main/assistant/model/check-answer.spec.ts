import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../shared/model/ids.ts';
import type { Passage } from '../../knowledge/knowledge.ts';
import { EvidenceLedger } from '../evidence.ts';
import { checkAnswer } from './check-answer.ts';

const passage: Passage = {
  id: 'p1',
  origin: { is: 'file', folder: 'runbooks', file: 'nodes.md' },
  title: 'Nodes',
  headings: ['Drain'],
  text: 'Cordon the node first. Then drain it with a grace period of 60 seconds.',
  at: '2026-11-23T12:00:00.000Z' as Instant,
};

function check(said: string, more: Partial<Parameters<typeof checkAnswer>[1]> = {}) {
  const ledger = new EvidenceLedger((text) => text);
  ledger.add({ is: 'passage', passage });
  return checkAnswer(said, { question: 'How do I drain a node?', ledger, ...more });
}

describe('Checking an answer', () => {
  it('keeps what its source says, with the words that say it', () => {
    const checked = check('Cordon the node first [1]. Drain it with a grace period of 60 seconds. [1]');
    expect(checked.text).toBe('Cordon the node first [1]. Drain it with a grace period of 60 seconds [1].');
    expect(passage.text).toContain(checked.quotes.get(1));
    expect(checked.flags).toEqual([]);
  });

  it('takes out what its source does not say, and tells it', () => {
    const checked = check('Cordon the node first [1]. Drain it with a grace period of 600 seconds [1].');
    expect(checked.text).toBe('Cordon the node first [1].');
    expect(checked.flags).toEqual([
      { is: 'unsupported', sentences: ['Drain it with a grace period of 600 seconds.'] },
    ]);
  });

  it('takes out what cites something that does not exist', () => {
    expect(check('Cordon the node first [7].').supported).toBe(0);
    expect(check('Cordon the node first [7].').text).toBe('');
  });

  it('counts what cites nothing', () => {
    const checked = check('Cordon the node first [1]. Nodes are machines of the cluster.');
    expect(checked.flags).toEqual([{ is: 'uncited', sentences: 1 }]);
  });

  it('takes out what the inventory contradicts, cited or not', () => {
    const checked = check('Cordon the node first [1]. The host esx-01 is off.', {
      factCheck: (sentence) =>
        sentence.includes('esx-01') ? { is: 'contradicted', reason: 'it is on' } : { is: 'not-judged' },
    });
    expect(checked.text).toBe('Cordon the node first [1].');
  });

  it('takes the words that the model copied off the end, and shows them where they are really there', () => {
    const checked = check('Cordon the node first [1].\n\nSources:\n[1] "Cordon the node"');
    expect(checked.text).toBe('Cordon the node first [1].');
    expect(checked.quotes.get(1)).toBe('Cordon the node');
  });

  it('leaves the sentence alone in which somebody stopped it', () => {
    const checked = check('Cordon the node first [1]. After that one should', { unfinished: true });
    expect(checked.text).toBe('Cordon the node first [1]. After that one should');
    expect(checked.flags).toEqual([]);
  });

  it('drops the entries of a list that nothing bears out, and its lead-in when nothing is left', () => {
    expect(check('Steps:\n- Cordon the node first [1].\n- Unplug 4 cables of rack 9 [1].').text).toBe(
      'Steps:\n- Cordon the node first [1].',
    );
    expect(check('Steps:\n- Unplug 4 cables of rack 9 [1].').text).toBe('');
  });
});
