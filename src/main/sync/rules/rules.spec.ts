import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { collectionDefinitions } from '../../store/collections/registry.ts';
import { sharedCollections } from '../../../shared/model/sync.ts';
import { remediationRank, remediationStates as statesOfModel } from '../../../shared/model/remediation.ts';
import { ticketTransitions as transitionsOfModel } from '../../../shared/model/ticket-transitions.ts';
import { compileRule, ruleNames } from '../../../../test/support/compile-rule.ts';
import { accounts, committedRule, openRule } from '../../../../test/support/rule-engines.ts';
import {
  comment,
  created,
  sampleEntity,
  sampleRemediation,
  sampleRun,
  sampleTicket,
} from '../../../../test/support/rule-samples.ts';
import { application as ofPolicies } from '../../policy/policy-history.ts';
import { byHand } from '../../policy/shared-switch.ts';
import { application as ofTickets } from '../../tickets/change-ticket.ts';
import { applicationNames } from './given.ts';
import { rankOf, remediationStates } from './remediation-rank.ts';
import { ticketTransitions } from './ticket-life.ts';

test('every database has a rule, and there is no other', () => {
  const files = readdirSync('resources/couchdb');
  expect(files.toSorted()).toEqual(ruleNames.map((name) => `${name}.js`).toSorted());
});

test.each(ruleNames)('%s is committed as it is compiled, in the language of 2009', async (name) => {
  const compiled = await compileRule(name);
  // `npm run rules:compile` writes them.
  expect(compiled).toBe(committedRule(name));
  expect(compiled).not.toMatch(/=>|^\s*(?:const|let|class|import|export) |\?\.[a-z([]|`/m);
  // It is part of a document that every writer's server process reads.
  expect(compiled.length).toBeLessThan(40_000);
});

describe('rules know what the application knows', () => {
  test.each(sharedCollections)('every member that is kept of %s', (name) => {
    const text = committedRule(name);
    const members = Object.keys(collectionDefinitions[name].schema.properties).filter(
      (member) => member !== 'id' && !(name === 'runs' && ofJobs.has(member)),
    );
    expect(members.filter((member) => !text.includes(member))).toEqual([]);
  });

  test('the states of remediations, and which is further', () => {
    expect(remediationStates.toSorted()).toEqual([...statesOfModel].toSorted());
    for (const state of statesOfModel) {
      expect(rankOf({ state, journal: [] })).toBe(remediationRank({ state, journal: [] }));
      const journal = [{ is: 'rollback-planned' }] as never;
      expect(rankOf({ state, journal })).toBe(remediationRank({ state, journal }));
    }
  });

  test('what the application calls itself', () => {
    for (const name of [ofTickets, ofPolicies, byHand]) expect(applicationNames).toContain(name);
  });

  test('where a ticket may go from each state', () => {
    expect(ticketTransitions).toEqual(transitionsOfModel);
  });
});

describe('what happened is not told of days that are to come', () => {
  const in1 = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const cases = {
    entities: [sampleEntity, (observedAt: string) => ({ observedAt })],
    runs: [sampleRun, (startedAt: string) => ({ startedAt })],
    tickets: [
      sampleTicket,
      (at: string) => ({ events: [created, { ...comment('alice'), at }], updatedAt: at }),
    ],
    remediations: [sampleRemediation, (at: string) => ({ decision: { is: 'approval', at } })],
  } as const;

  test.each(Object.entries(cases))('%s', (name, [sample, at]) => {
    const judge = openRule(name as keyof typeof cases);
    const account = { name: 'alice', roles: [...accounts.operator.roles, ...accounts.collector.roles] };
    // As far as clocks may be apart.
    expect(judge(sample(at(in1(1))), null, account)).toBeUndefined();
    for (const later of [in1(3), '9999-12-31T23:59:59.999Z'])
      expect(judge(sample(at(later)), null, account)).toMatch(/^shape: .*more than two days ahead/);
  });

  test('what is to be done may be due whenever it is', () => {
    const due = sampleTicket({ resolveBy: in1(90) });
    expect(openRule('tickets')(due, null, accounts.operator)).toBeUndefined();
  });
});

/** Jobs are a workstation's own. */
const ofJobs = new Set([
  'job',
  'queuedAt',
  'queue',
  'singleFlightKey',
  'trigger',
  'attempt',
  'summary',
  'log',
]);
