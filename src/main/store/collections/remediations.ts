import { collection, id, instantText, shortText } from './definition.ts';

/** Every write waits for the disk: an intent must be there after a loss of power (see open-store.ts). */
export const remediations = collection({
  version: 2,
  indexed: { ticketId: id, target: id, state: shortText, updatedAt: instantText },
  others: [
    'action',
    'approvals',
    'cancelRequests',
    'cause',
    'claim',
    'claimsLife',
    'confidence',
    'createdAt',
    'decision',
    'decisionInput',
    'dryRun',
    'expectedEffect',
    'expiresAt',
    'howToVerify',
    'journal',
    'outcome',
    'parameters',
    'pattern',
    'plan',
    'planProblem',
    'proposedBy',
    'rejection',
    'runbook',
    'otherRuns',
    'meanwhile',
    'schemaVersion',
    'score',
    'targetClass',
    'targetName',
  ],
  indexes: [['ticketId'], ['target', 'updatedAt'], ['state', 'updatedAt'], ['updatedAt']],
  // Nothing wrote any before version 1.
  migrationStrategies: {
    1: (document: unknown) => document,
    // Runs at other workstations are absent where nothing was shared.
    2: (document: unknown) => document,
  },
});
