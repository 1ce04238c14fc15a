import { expect, it } from 'vitest';
import { createColors } from 'picocolors';
import type { ShownRemediation } from '../../shared/contract/remediation.ts';
import { instant } from '../../shared/model/ids.ts';
import { buildRemediation, calledAt, endedAt, journalOf } from '../../../test/support/remediation-records.ts';
import { remediationText } from './remediation-text.ts';

it('a remediation that ran at two workstations tells both runs, and what was written meanwhile', () => {
  const at = instant(0);
  const { decisionInput: _, ...built } = buildRemediation({
    claim: { workstation: 'noc-1', at },
    journal: journalOf(calledAt(at)),
    otherRuns: [
      {
        claim: { workstation: 'noc-2', at, breakGlass: { by: 'bob', typed: 'run web-01' } },
        state: 'failed',
        journal: journalOf(calledAt(at)),
        outcome: 'it did not come back',
      },
    ],
    meanwhile: journalOf([{ ...endedAt(at, 'cancelled'), text: 'not needed any more' }]),
  });
  const shown: ShownRemediation = {
    ...built,
    actionTitle: 'Restart a VM',
    approved: { have: 1, needed: 1 },
    canRollBack: false,
  };
  const text = remediationText(shown, createColors(false));
  const [, other = ''] = text.split('Run at noc-2 as well');
  expect(other).toContain('failed: it did not come back');
  expect(other).toContain('bob broke glass');
  expect(other).toContain('resets web-01');
  const [, meanwhile = ''] = other.split('Written meanwhile at other workstations');
  expect(meanwhile).toContain('not needed any more');
});
