import { z } from 'zod';
import { defineRule } from '../rule.ts';
import { networkDevices, notGiven } from './verdicts.ts';

export const wrongPlaces = defineRule({
  id: 'NW11',
  domain: 'network',
  title: 'Cable between sites, or device in no rack',
  why: 'The documentation sends whoever repairs it to the wrong place.',
  remedy: 'Correct the record; model what runs between sites as a circuit.',
  source: 'netbox-community/reports',
  reads: ['cable', 'switch', 'router', 'firewall', 'device'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const cable of view.all('cable')) {
      const ends = [...cable.attributes.aEnds, ...cable.attributes.bEnds];
      const sites = [...new Set(ends.flatMap((end) => end.site ?? []))];
      if (sites.length === 0)
        yield { type: 'unknown', entity: cable, reason: 'the site of neither end is recorded' };
      if (sites.length > 1)
        yield {
          type: 'breach',
          entity: cable,
          severity: 'warning',
          value: `ends in ${sites.join(' and ')}`,
          threshold: 'one site',
          evidence: ends.map((end) => `${end.on} ${end.port}`).join(' – '),
        };
    }
    for (const device of networkDevices(view)) {
      const { intent, rack, parentDevice, status } = device.attributes;
      // A blade stands in its chassis; what is only planned or in stock has no place yet.
      if (rack !== undefined || parentDevice !== undefined) continue;
      if (status !== undefined && ['planned', 'inventory', 'decommissioning'].includes(status)) continue;
      if (intent !== true) yield notGiven(device, 'rack', 'rack');
      else
        yield {
          type: 'breach',
          entity: device,
          severity: 'warning',
          value: 'no rack',
          threshold: 'a rack and a unit',
        };
    }
  },
});
