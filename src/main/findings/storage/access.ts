import { z } from 'zod';
import { bytes, seconds } from '../../../shared/format.ts';
import { defineRule } from '../rule.ts';

export const lunUnmapped = defineRule({
  id: 'ST07',
  domain: 'storage',
  title: 'LUN mapped to no host',
  why: 'Nobody can use it, and it takes space.',
  remedy: 'Ask its owner; delete it only when they confirm.',
  source: 'AsBuiltReport.NetApp.ONTAP',
  reads: ['lun'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const lun of view.all('lun')) {
      const { mappings, sizeBytes } = lun.attributes;
      if (mappings === undefined)
        yield {
          type: 'unknown',
          entity: lun,
          reason: lun.unknown['mappings'] ?? 'its mappings were not given',
        };
      else if (mappings.length === 0)
        yield {
          type: 'breach',
          entity: lun,
          severity: 'warning',
          value: 'no mapping',
          threshold: 'mapped to a host',
          ...(sizeBytes !== undefined && { evidence: bytes(sizeBytes) }),
        };
    }
  },
});

export const replicationLag = defineRule({
  id: 'ST08',
  domain: 'storage',
  title: 'Replication lags',
  why: 'After a disaster more would be lost than was agreed.',
  remedy: 'Check the link between the arrays and the schedule.',
  source: 'NetApp Harvest, alert_rules.yml',
  reads: ['replication'],
  thresholds: z.object({ criticalLagSeconds: z.number().min(0).default(3_600) }),
  *evaluate(view, { criticalLagSeconds }) {
    for (const replication of view.all('replication')) {
      const { lagSeconds, unhealthyReason = '' } = replication.attributes;
      if (lagSeconds === undefined)
        yield {
          type: 'unknown',
          entity: replication,
          reason: replication.unknown['lagSeconds'] ?? 'how far it lags was not given',
        };
      else if (lagSeconds > criticalLagSeconds)
        yield {
          type: 'breach',
          entity: replication,
          severity: 'critical',
          value: `${seconds(lagSeconds)} behind`,
          threshold: `≤ ${seconds(criticalLagSeconds)}`,
          ...(unhealthyReason !== '' && { evidence: unhealthyReason }),
        };
    }
  },
});
