import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { actionIds, actionIdSchema } from '../../shared/model/action-id.ts';
import { findingRules } from '../findings/registry.ts';
import { causePatterns } from '../tickets/patterns/registry.ts';
import { remediationActions } from './registry.ts';

const actionsFolder = 'src/main/remediation/actions';

describe('the remediation catalogue', () => {
  it('has one folder for each action, called by its id', () => {
    const folders = existsSync(actionsFolder)
      ? readdirSync(actionsFolder, { withFileTypes: true })
          .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
          .map(({ name }) => name)
      : [];
    expect(remediationActions.map(({ id }) => id).toSorted()).toEqual(
      folders.map((name) => name.replaceAll('--', '.')).toSorted(),
    );
  });

  it('has nothing in a folder that nobody can try out', () => {
    const untried = remediationActions.filter(
      ({ id }) => !existsSync(`${actionsFolder}/${id.replaceAll('.', '--')}/rehearsal.ts`),
    );
    expect(untried.map(({ id }) => id)).toEqual([]);
  });

  it('names a unit in every number that has one, and refuses what it does not know', () => {
    const wrong = remediationActions.filter(
      ({ parameters }) =>
        parameters.safeParse({ unheardOf: 1 }).success ||
        Object.keys(parameters.shape).some((name) => /(?:size|memory|capacity|age|time)$/i.test(name)),
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it('writes only where it says so, takes back what it calls reversible, and looks often enough', () => {
    const wrong = remediationActions.flatMap(({ id, adapters, reversibility }) =>
      adapters
        .filter(
          (adapter) =>
            adapter.writes.length === 0 ||
            'rollback' in adapter !== (reversibility.is === 'reversible') ||
            'rollback' in adapter !== 'verifyRollback' in adapter ||
            adapter.pollEverySeconds * 3 > adapter.verifyWithinSeconds ||
            adapter.estimateSeconds >= adapter.verifyWithinSeconds,
        )
        .map(({ server }) => `${id} on ${server}`),
    );
    expect(wrong).toEqual([]);
  });

  it('gives every action an id of its own that is a name of an action', () => {
    const ids = remediationActions.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of [...ids, ...actionIds]) expect(actionIdSchema.safeParse(id).success).toBe(true);
  });

  it('is what findings and causes refer to, by names that are written down', () => {
    const named = [
      ...findingRules.flatMap(({ action }) => action ?? []),
      ...causePatterns.flatMap(({ actions }) => actions),
    ];
    const known = new Set<string>(actionIds);
    expect(named.filter((id) => !known.has(id))).toEqual([]);
    expect([...known].toSorted()).toEqual(remediationActions.map(({ id }) => id).toSorted());
  });

  it('is named by findings for what it can be done to, or by a cause that leads there', () => {
    const targetsOf = (id: string) => remediationActions.find((action) => action.id === id)?.targets ?? [];
    const wrong = findingRules.filter(
      ({ id, action, reads }) =>
        action !== undefined &&
        !reads.some((kind) => targetsOf(action).includes(kind)) &&
        !causePatterns.some(({ rules, actions }) => rules.includes(id) && actions.includes(action)),
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});
