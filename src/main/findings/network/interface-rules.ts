import { z } from 'zod';
import { megabits } from '../../../shared/format.ts';
import type { EntityOf } from '../../../shared/model/entity.ts';
import { naturalKey } from '../../../shared/model/keys.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { defineRule } from '../rule.ts';
import { notGiven, portName } from './verdicts.ts';

type Port = EntityOf<'interface'>;

/** Ports that bits go through; VLAN interfaces and loopbacks have no line of their own. */
function isLine(port: Port): boolean {
  return !/vlan|loopback|virtual|bridge|null/i.test(port.attributes.type ?? '');
}

const percentText = (value: number) => `${Math.round(value * 10) / 10} %`;

export const linkDown = defineRule({
  id: 'NW02',
  domain: 'network',
  title: 'Interface is down although enabled',
  why: 'The link is lost: what hangs on it has no connection or no redundancy.',
  remedy: 'Check cable, optic and the other end.',
  source: 'awesome-prometheus-alerts',
  durationMinutes: 2,
  reads: ['interface'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const port of view.all('interface')) {
      const { adminUp, operUp, peer, lastChangeAt } = port.attributes;
      if (adminUp === false || !isLine(port)) continue;
      if (operUp === undefined || adminUp === undefined) yield notGiven(port, 'operUp', 'link state');
      else if (!operUp)
        yield {
          type: 'breach',
          entity: port,
          severity: 'critical',
          value: 'down',
          threshold: 'up while enabled',
          evidence: `${portName(port)}${peer === undefined ? '' : `, last neighbour ${peer}`}`,
          ...(lastChangeAt === undefined ? {} : { sinceAt: lastChangeAt }),
        };
    }
  },
});

export const documentedInService = defineRule({
  id: 'NW03',
  domain: 'network',
  title: 'Interface is shut down although documented in service',
  why: 'Documentation and device disagree: either the shutdown or the record is a mistake.',
  remedy: 'Enable the port, or correct the documentation.',
  action: 'port.enable',
  source: 'NetBox models (our rule)',
  reads: ['interface'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const port of view.all('interface')) {
      if (port.attributes.intent === true) continue;
      const documented = documentedTwin(view, port);
      if (documented === undefined) continue;
      if (port.attributes.adminUp === undefined) yield notGiven(port, 'adminUp', 'administrative state');
      else if (!port.attributes.adminUp)
        yield {
          type: 'breach',
          entity: port,
          severity: 'warning',
          value: 'shut down',
          threshold: `in service by ${documented.source}`,
          evidence: `${portName(port)}; documented neighbour ${documented.attributes.peer ?? 'not recorded'}`,
        };
    }
  },
});

/** The record of the same port in a documentation system, when that shows it enabled and connected. */
function documentedTwin(view: InventoryView, port: Port): Port | undefined {
  return view
    .byKey(naturalKey.port(port.attributes.device, port.name))
    .find(
      (entity): entity is Port =>
        entity.kind === 'interface' &&
        entity.attributes.intent === true &&
        entity.attributes.inService === true &&
        entity.attributes.adminUp !== false,
    );
}

export const highUtilisation = defineRule({
  id: 'NW04',
  domain: 'network',
  title: 'Interface is nearly full',
  why: 'Queues fill and packets are dropped at every burst.',
  remedy: 'Add a LAG member or move traffic.',
  source: 'LibreNMS alert rules, awesome-prometheus-alerts',
  durationMinutes: 15,
  reads: ['interface'],
  thresholds: z.object({ warningPercent: z.number().min(0).max(100).default(80) }),
  *evaluate(view, { warningPercent }) {
    for (const port of view.all('interface')) {
      const { utilisationPercent, operUp, adminUp, inMbps, outMbps, speedMbps } = port.attributes;
      if (operUp === false || adminUp === false || !isLine(port)) continue;
      if (utilisationPercent === undefined) yield notGiven(port, 'utilisationPercent', 'utilisation');
      else if (utilisationPercent >= warningPercent)
        yield {
          type: 'breach',
          entity: port,
          severity: 'warning',
          value: `${percentText(utilisationPercent)} used`,
          threshold: `< ${warningPercent} %`,
          evidence: `${portName(port)}: in ${rate(inMbps)}, out ${rate(outMbps)} of ${rate(speedMbps)}`,
        };
    }
  },
});

export const transmissionErrors = defineRule({
  id: 'NW05',
  domain: 'network',
  title: 'Interface has transmission errors',
  why: 'A bad optic, cable or duplex setting damages packets; throughput collapses.',
  remedy: 'Clean or replace optic and cable; compare duplex on both ends.',
  source: 'LibreNMS alert rules, node-mixin',
  reads: ['interface'],
  thresholds: z.object({
    errorsPerSecond: z.number().min(0).default(100),
    errorPercent: z.number().min(0).max(100).default(1),
  }),
  *evaluate(view, limits) {
    for (const port of view.all('interface')) {
      const { errorsPerSecond, errorPercent, operUp, adminUp } = port.attributes;
      if (operUp === false || adminUp === false || !isLine(port)) continue;
      if (errorsPerSecond === undefined && errorPercent === undefined) {
        yield notGiven(port, 'errorsPerSecond', 'error rate');
        continue;
      }
      const many = (errorsPerSecond ?? 0) >= limits.errorsPerSecond;
      const share = (errorPercent ?? 0) > limits.errorPercent;
      if (many || share)
        yield {
          type: 'breach',
          entity: port,
          severity: 'warning',
          value: many ? `${errorsPerSecond ?? 0} errors/s` : `${percentText(errorPercent ?? 0)} of packets`,
          threshold: `< ${limits.errorsPerSecond} errors/s and ≤ ${limits.errorPercent} % of packets`,
          evidence: portName(port),
        };
    }
  },
});

export const lagIncomplete = defineRule({
  id: 'NW08',
  domain: 'network',
  title: 'Link aggregation lacks members',
  why: 'Capacity is lost, and the next failure may cut the link.',
  remedy: 'Check the member port and its LACP settings on both ends.',
  source: 'node-mixin',
  reads: ['interface'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const port of view.all('interface')) {
      const { isLag, lagMembers, lagActiveMembers } = port.attributes;
      if (isLag !== true) continue;
      if (lagMembers === undefined || lagActiveMembers === undefined) {
        yield notGiven(port, 'lagActiveMembers', 'active members');
        continue;
      }
      const missing = lagMembers.filter((member) => !lagActiveMembers.includes(member));
      if (missing.length > 0)
        yield {
          type: 'breach',
          entity: port,
          severity: 'warning',
          value: `${lagActiveMembers.length} of ${lagMembers.length} members active`,
          threshold: 'all members active',
          evidence: `${portName(port)}: not active ${missing.join(', ')}`,
        };
    }
  },
});

function rate(mbps: number | undefined): string {
  return mbps === undefined ? 'unknown' : megabits(mbps);
}
