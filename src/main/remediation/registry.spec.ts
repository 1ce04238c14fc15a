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
});
