import { describe, expect, it } from 'vitest';
import { isSupported } from './support.ts';
import { isTurnedRound } from './turned-round.ts';

const runbook = `# Start order

The billing service calls the ledger. The ledger-db is replicated to archive-db every night.
Stop the scheduler before the workers. Der Proxy leitet Anfragen an das Backend weiter.
The leader copies entries to the followers. switch-a is connected to switch-b.`;
const options = { question: '', quoted: false };

describe('A sentence with the words of a text', () => {
  it.each([
    'The billing service calls the ledger.',
    'The ledger is called by the billing service.',
    'Every night the ledger-db is replicated to archive-db.',
    'Stop the scheduler before the workers.',
    'Der Proxy leitet Anfragen an das Backend weiter.',
    'The leader copies entries to its followers.',
    'switch-b is connected to switch-a.',
  ])('says the same: %s', (sentence) => {
    expect(isTurnedRound(sentence, runbook)).toBe(false);
    expect(isSupported(sentence, runbook, options)).toBe(true);
  });

  it.each([
    'The ledger calls the billing service.',
    'The billing service is called by the ledger.',
    'The archive-db is replicated to ledger-db every night.',
    'Stop the workers before the scheduler.',
    'Das Backend leitet Anfragen an den Proxy weiter.',
    'The followers copy entries to the leader.',
  ])('has them turned round, and is not borne out: %s', (sentence) => {
    expect(isTurnedRound(sentence, runbook)).toBe(true);
    expect(isSupported(sentence, runbook, options)).toBe(false);
  });

  it('may come in another order where that says nothing else', () => {
    const text =
      'When the disk of a member is slow, raise the heartbeat interval. Check esx-1, esx-2 and esx-3.';
    expect(isTurnedRound('Raise the heartbeat interval when the disk of a member is slow.', text)).toBe(
      false,
    );
    expect(isTurnedRound('Check esx-3, esx-2 and esx-1.', text)).toBe(false);
    expect(isTurnedRound('Das Ledger wird von billing gerufen.', 'Billing ruft das Ledger.')).toBe(false);
  });

  it('stands where the text says it both ways', () => {
    const both = 'a1 waits for b1 at start. b1 waits for a1 at stop.';
    expect(isTurnedRound('b1 waits for a1 at stop.', both)).toBe(false);
  });
});
