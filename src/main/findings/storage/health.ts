import { z } from 'zod';
import type { Entity, EntityOf } from '../../../shared/model/entity.ts';
import { defineRule, type Verdict } from '../rule.ts';

type Unknown = Extract<Verdict, { type: 'unknown' }>;

function notGiven(entity: Entity, attribute: string, what: string): Unknown {
  return { type: 'unknown', entity, reason: entity.unknown[attribute] ?? `${what} was not given` };
}

export const notOnline = defineRule({
  id: 'ST03',
  domain: 'storage',
  title: 'Pool or volume not online',
  why: 'What lies on it cannot be reached.',
  remedy: 'Look at the array’s own log, then open a case with the vendor.',
  source: 'NetApp Harvest, alert_rules.yml',
  reads: ['pool', 'volume'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const entity of [...view.all('pool'), ...view.all('volume')]) {
      const { state, vendorState } = entity.attributes;
      if (state === undefined || state === 'unknown') yield notGiven(entity, 'state', 'its state');
      else if (state !== 'ok')
        yield {
          type: 'breach',
          entity,
          severity: 'critical',
          value: vendorState ?? state,
          threshold: 'online',
        };
    }
  },
});

export const redundancyLost = defineRule({
  id: 'ST04',
  domain: 'storage',
  title: 'Disk failed, RAID degraded or spares low',
  why: 'The next failure may lose data.',
  remedy: 'Replace the disk; check that a spare took over and that rebuilding ends.',
  source: 'AsBuiltReport.NetApp.ONTAP; NetApp Harvest; node_exporter mixin',
  reads: ['disk', 'pool', 'array'],
  thresholds: z.object({ minimumSpareDisks: z.number().int().min(0).default(1) }),
  *evaluate(view, { minimumSpareDisks }) {
    for (const disk of view.all('disk')) {
      const { state, vendorState, serial } = disk.attributes;
      if (state === undefined || state === 'unknown') yield notGiven(disk, 'state', 'its state');
      else if (state === 'failed')
        yield {
          type: 'breach',
          entity: disk,
          severity: 'critical',
          value: vendorState ?? state,
          threshold: 'working',
          ...(serial !== undefined && { evidence: `serial ${serial}` }),
        };
    }
    for (const pool of view.all('pool')) {
      const { raidState } = pool.attributes;
      if (raidState === undefined || raidState === 'unknown')
        yield notGiven(pool, 'raidState', 'its RAID state');
      else if (raidState !== 'normal')
        yield {
          type: 'breach',
          entity: pool,
          severity: 'critical',
          value: `RAID ${raidState}`,
          threshold: 'normal',
        };
    }
    for (const array of view.all('array')) {
      const { spareDiskCount } = array.attributes;
      if (spareDiskCount === undefined) yield notGiven(array, 'spareDiskCount', 'the number of spare disks');
      else if (spareDiskCount < minimumSpareDisks)
        yield {
          type: 'breach',
          entity: array,
          severity: 'critical',
          value: `${spareDiskCount} spare disks`,
          threshold: `≥ ${minimumSpareDisks}`,
        };
    }
  },
});

export const noTakeover = defineRule({
  id: 'ST05',
  domain: 'storage',
  title: 'Takeover impossible or active',
  why: 'There is no second controller to stand in when this one fails.',
  remedy: 'Repair the pair, then give back.',
  source: 'AsBuiltReport.NetApp.ONTAP',
  reads: ['controller'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const controller of view.all('controller')) {
      const verdict = takeoverVerdict(controller);
      if (verdict) yield verdict;
    }
  },
});

function takeoverVerdict(controller: EntityOf<'controller'>): Verdict | undefined {
  const { haEnabled, haPartner, takeoverPossible, takeoverState, takeoverBlockedBy } = controller.attributes;
  if (haEnabled === undefined) return notGiven(controller, 'haEnabled', 'whether it has a partner');
  // A system with one controller has no takeover to lose.
  if (!haEnabled && haPartner === undefined) return undefined;
  const breach = (value: string, evidence = ''): Verdict => ({
    type: 'breach',
    entity: controller,
    severity: 'warning',
    value,
    threshold: 'takeover possible and not active',
    ...(evidence !== '' && { evidence }),
  });
  if (!haEnabled) return breach('HA is off');
  if (takeoverState === 'taken-over') return breach(`taken over by ${haPartner ?? 'its partner'}`);
  if (takeoverState === 'in-takeover') return breach(`serves the data of ${haPartner ?? 'its partner'} too`);
  if (takeoverPossible === undefined)
    return notGiven(controller, 'takeoverPossible', 'whether takeover is possible');
  return takeoverPossible ? undefined : breach('takeover is not possible', takeoverBlockedBy);
}

/** What a bad part of each type is called; modules and other parts are no environment. */
const environment: Readonly<Record<string, string>> = {
  psu: 'power supply',
  fan: 'fan',
  temperature: 'temperature',
  'nvram-battery': 'NVRAM battery',
};

export const environmentBad = defineRule({
  id: 'ST06',
  domain: 'storage',
  title: 'Power supply, fan, temperature or NVRAM battery bad',
  why: 'The system shuts down when the next part fails, or loses writes that it has acknowledged.',
  remedy: 'Replace the part.',
  source: 'AsBuiltReport.NetApp.ONTAP',
  reads: ['controller', 'shelf'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const entity of [...view.all('controller'), ...view.all('shelf')]) {
      const { components } = entity.attributes;
      if (components === undefined) {
        yield notGiven(entity, 'components', 'the state of its power supplies, fans and batteries');
        continue;
      }
      for (const part of components) {
        const what = environment[part.type];
        if (what === undefined || part.state === 'ok') continue;
        if (part.state === 'unknown')
          yield { type: 'unknown', entity, reason: `the state of ${part.name} was not given` };
        else
          yield {
            type: 'breach',
            entity,
            severity: 'critical',
            value: `${what} ${part.state}`,
            threshold: 'ok',
            discriminator: part.name,
            ...(part.detail !== undefined && { evidence: part.detail }),
          };
      }
    }
  },
});
