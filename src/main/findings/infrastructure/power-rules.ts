import { z } from 'zod';
import { count, percent, watts } from '../../../shared/format.ts';
import { defineRule, type Verdict } from '../rule.ts';

export const feedOverloaded = defineRule({
  id: 'IN02',
  domain: 'infrastructure',
  title: 'Power feed drawn beyond its share',
  why: 'A breaker trips, and everything behind it goes dark.',
  remedy: 'Rebalance loads over the feeds.',
  source: 'netbox/docs/models',
  reads: ['power-feed'],
  thresholds: z.strictObject({ drawPercent: z.number().min(0).max(100).default(80) }),
  *evaluate(view, { drawPercent }): Iterable<Verdict> {
    for (const feed of view.all('power-feed')) {
      const { drawWatts, capacityWatts, intent, maximumPercent } = feed.attributes;
      if (drawWatts === undefined || capacityWatts === undefined || capacityWatts === 0) {
        const missing = drawWatts === undefined ? 'drawWatts' : 'capacityWatts';
        const reason =
          feed.unknown[missing] ??
          (intent === true && drawWatts === undefined
            ? 'the documentation says what may be drawn, not what is'
            : `${missing === 'drawWatts' ? 'draw' : 'capacity'} not given by ${feed.source}`);
        yield { type: 'unknown', entity: feed, reason };
        continue;
      }
      const used = (100 * drawWatts) / capacityWatts;
      if (used <= drawPercent) continue;
      yield {
        type: 'breach',
        entity: feed,
        severity: 'warning',
        value: `${percent(used)} drawn (${watts(drawWatts)} of ${watts(capacityWatts)})`,
        threshold: `≤ ${percent(drawPercent)}`,
        ...(maximumPercent === undefined
          ? {}
          : { evidence: `documented maximum ${percent(maximumPercent)}` }),
      };
    }
  },
});

const deviceKinds = ['switch', 'router', 'firewall', 'device'] as const;

export const supplyOnBattery = defineRule({
  id: 'IN03',
  domain: 'infrastructure',
  title: 'UPS on battery, or little runtime left',
  why: 'Power is lost when the battery is empty.',
  remedy: 'Start the shutdown plan; restore mains.',
  source: 'awesome-prometheus-alerts/dist/rules',
  reads: deviceKinds,
  thresholds: z.strictObject({ criticalMinutesLeft: z.number().positive().default(15) }),
  *evaluate(view, { criticalMinutesLeft }): Iterable<Verdict> {
    for (const kind of deviceKinds) {
      for (const device of view.all(kind)) {
        const { upsOnBattery, upsMinutesLeft, upsLoadPercent, role, intent } = device.attributes;
        if (upsOnBattery === undefined && upsMinutesLeft === undefined) {
          if (!/\bups\b/i.test(`${role ?? ''} ${device.name}`)) continue;
          const reason =
            device.unknown['upsOnBattery'] ??
            (intent === true
              ? 'the documentation does not say how it is fed'
              : `battery state not given by ${device.source}`);
          yield { type: 'unknown', entity: device, reason };
          continue;
        }
        const short = upsMinutesLeft !== undefined && upsMinutesLeft < criticalMinutesLeft;
        if (upsOnBattery !== true && !short) continue;
        const left =
          upsMinutesLeft === undefined ? 'runtime unknown' : `${count(upsMinutesLeft, 'minute')} left`;
        yield {
          type: 'breach',
          entity: device,
          severity: short ? 'critical' : 'warning',
          value: upsOnBattery === true ? `on battery, ${left}` : left,
          threshold: short ? `≥ ${count(criticalMinutesLeft, 'minute')}` : 'on mains',
          ...(upsLoadPercent === undefined ? {} : { evidence: `load ${percent(upsLoadPercent)}` }),
        };
      }
    }
  },
});
