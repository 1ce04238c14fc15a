import { expect, it } from 'vitest';
import { buildEntity, buildView, testId, testNow } from '../../../test/support/build-view.ts';
import { openDesk } from '../../../test/support/ticket-desk.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Instant, RunId } from '../../shared/model/ids.ts';
import { silentLogger } from '../platform/logger.ts';
import { systemRandom } from '../platform/random.ts';
import { remediationActions } from '../remediation/registry.ts';
import { causePatterns } from './patterns/registry.ts';
import type { ResolutionPorts } from './ports.ts';
import { createTicketResolution } from './resolve-ticket.ts';

const portOf = (device: string, adminUp: boolean) =>
  buildEntity('interface', 'eth2', {
    nativeId: `${device}/eth2`,
    partition: device,
    attributes: { device, type: 'ethernet', adminUp, operUp: adminUp },
    relations: [{ type: 'part-of', to: testId('switch', device) }],
  });
const devices = ['leaf-1', 'leaf-2', 'spine-1'];
const estate = [
  ...devices.map((device) => buildEntity('switch', device, { attributes: { reachable: true } })),
  ...devices.map((device) => portOf(device, device !== 'leaf-1')),
];
const shut: Change = {
  id: 'change-1',
  entityId: testId('interface', 'leaf-1/eth2'),
  kind: 'interface',
  source: 'net-a',
  entityName: 'eth2',
  runId: 'run-1' as RunId,
  at: '2026-11-23T11:52:00.000Z' as Instant,
  type: 'field',
  class: 'configuration',
  path: 'attributes.adminUp',
  from: true,
  to: false,
  schemaVersion: 1,
};

function resolution() {
  const { topology, named, clock, store } = openDesk(estate);
  return createTicketResolution({
    inventory: { view: async () => buildView(estate, { changes: [shut] }), freshness: async () => [] },
    topology,
    knowledge: {
      find: async () =>
        ({ passages: [] }) as unknown as Awaited<ReturnType<ResolutionPorts['knowledge']['find']>>,
      entitiesIn: named,
    },
    tickets: store.tickets,
    llm: { state: { configured: false } } as unknown as ResolutionPorts['llm'],
    liveTools: {
      of: async () => new Set<string>(),
      call: async () => {
        throw new Error('it offers nothing to call');
      },
    },
    catalogue: remediationActions,
    patterns: causePatterns,
    secretRemover: async () => (text) => text,
    clock,
    random: systemRandom,
    logger: silentLogger,
  });
}

it.each([
  ['with its labels', ['interface', 'switch']],
  ['by its words alone', []],
] as const)('an alert that a port is down, after it was shut down: %s', async (_, linked) => {
  const diagnosis = await resolution().resolveTicket(
    {
      title: 'LinkDown leaf-1 eth2',
      body: 'Interface eth2 of leaf-1 has no link',
      entities: linked.map((kind) =>
        kind === 'switch' ? testId('switch', 'leaf-1') : testId('interface', 'leaf-1/eth2'),
      ),
      at: testNow,
    },
    { signal: new AbortController().signal, model: false },
  );
  expect(diagnosis.entities.map(({ id }) => id).toSorted()).toEqual(
    [testId('interface', 'leaf-1/eth2'), testId('switch', 'leaf-1')].toSorted(),
  );
  const [first] = diagnosis.hypotheses;
  expect(first).toMatchObject({
    pattern: 'port-disabled',
    cause: expect.stringMatching(/was shut down: it is administratively down/),
    entity: { id: testId('interface', 'leaf-1/eth2') },
  });
  expect(first?.confidence).toBeGreaterThan(0.8);
  const cited = new Set(first?.for.map(({ citation }) => citation));
  expect(diagnosis.citations.filter(({ number }) => cited.has(number)).map(({ is }) => is)).toContain(
    'change',
  );
  expect(diagnosis.proposals).toMatchObject([{ action: 'port.enable' }]);
  expect(diagnosis.gaps).toEqual([]);
});
