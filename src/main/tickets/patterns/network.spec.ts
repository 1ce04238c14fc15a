import { describe, expect, it } from 'vitest';
import { buildEntity, buildView, testId } from '../../../../test/support/build-view.ts';
import type { Change } from '../../../shared/model/change.ts';
import type { Instant, RunId } from '../../../shared/model/ids.ts';
import { networkPatterns } from './network.ts';

const portDisabled = networkPatterns.find(({ id }) => id === 'port-disabled');

const shut = (at: string, from = true): Change => ({
  id: 'change-1',
  entityId: testId('interface', 'leaf-1/eth2'),
  kind: 'interface',
  source: 'net-a',
  entityName: 'eth2',
  runId: 'run-1' as RunId,
  at: at as Instant,
  type: 'field',
  class: 'configuration',
  path: 'attributes.adminUp',
  from,
  to: !from,
  schemaVersion: 1,
});

function judge(adminUp: boolean, changes: readonly Change[]) {
  const port = buildEntity('interface', 'eth2', {
    nativeId: 'leaf-1/eth2',
    attributes: { device: 'leaf-1', adminUp, operUp: false },
  });
  const desk = { view: buildView([port], { changes }), findingsOf: () => [] };
  return { signs: portDisabled?.signs(port, desk), cause: portDisabled?.cause(port, desk) };
}

describe('a port that is shut down', () => {
  it('was enabled a short while ago: that is the cause, with the change', () => {
    const { signs, cause } = judge(false, [shut('2026-11-23T11:48:00.000Z')]);
    expect(cause).toMatch(/eth2.* was shut down: it is administratively down/);
    expect(signs).toMatchObject([
      { speaks: 'for', strength: 'strong', text: 'it is administratively down' },
      { speaks: 'for', rests: { is: 'change', id: 'change-1', path: 'attributes.adminUp' } },
    ]);
  });

  it('has been so for long, as spare ports are: that tells nothing', () => {
    expect(judge(false, []).signs).toEqual([]);
    expect(judge(false, [shut('2026-11-21T11:48:00.000Z')]).signs).toEqual([]);
  });

  it('was enabled again: it is not that', () => {
    expect(judge(true, [shut('2026-11-23T11:48:00.000Z')]).signs).toMatchObject([{ speaks: 'against' }]);
  });
});
