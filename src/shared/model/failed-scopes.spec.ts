import { describe, expect, it } from 'vitest';
import { failedScopes, whyIncomplete } from './failed-scopes.ts';
import type { RunScope } from './run.ts';

const scope = (kind: RunScope['kind'], partition: string | undefined, reason?: string): RunScope => ({
  kind,
  ...(partition !== undefined && { partition }),
  outcome: reason === undefined ? 'complete' : 'failed',
  seen: 0,
  ...(reason !== undefined && { reason }),
});

describe('what could not be read', () => {
  it('is told once for each reason, with all that it concerns', () => {
    expect(
      failedScopes([
        scope('interface', 'leaf-9', 'it did not answer'),
        scope('interface', 'leaf-1'),
        scope('ip-address', 'leaf-9', 'it did not answer'),
        scope('vlan', undefined, 'it did not answer'),
        scope('interface', 'app1', 'refused'),
      ]),
    ).toEqual([
      { reason: 'it did not answer', what: ['interface, ip-address in leaf-9', 'vlan'] },
      { reason: 'refused', what: ['interface in app1'] },
    ]);
  });

  it('is one sentence where there is room for one, which says that there is more', () => {
    expect(whyIncomplete([scope('vm', undefined)])).toBeUndefined();
    expect(whyIncomplete([scope('alarm', undefined, 'not implemented')])).toBe('alarm: not implemented');
    expect(whyIncomplete([scope('vm', 'prod', 'timed out'), scope('host', undefined, 'refused')])).toBe(
      'vm in prod: timed out (and 1 more, see the run)',
    );
  });
});
