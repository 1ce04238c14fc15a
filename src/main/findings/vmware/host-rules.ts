import { z } from 'zod';
import { days, milliseconds } from '../../../shared/format.ts';
import { defineRule, type FindingRule } from '../rule.ts';
import { breach, daysBetween, graded, notGiven } from './judge.ts';

const hostConnection = defineRule({
  id: 'VS01',
  domain: 'vmware',
  title: 'Host not connected',
  why: 'Its VMs are not managed: no HA, DRS, backup or vMotion reaches them, and what is shown of it is old.',
  remedy: 'Check power and the management network of the host, then reconnect it in vCenter.',
  source: 'AsBuiltReport.VMware.vSphere',
  reads: ['host'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const host of view.all('host')) {
      const { connectionState } = host.attributes;
      if (connectionState === undefined) yield notGiven(host, 'connectionState', 'connection state');
      else if (connectionState !== 'connected')
        yield breach(host, 'critical', { value: connectionState, threshold: 'connected' });
    }
  },
});

const hostUptime = defineRule({
  id: 'VS02',
  domain: 'vmware',
  title: 'Host not restarted for long',
  why: 'Patches of the hypervisor need a restart: a host that has not had one runs without them.',
  remedy: 'Plan a patch window: evacuate the host, patch it and restart it.',
  source: 'AsBuiltReport.VMware.vSphere',
  reads: ['host'],
  thresholds: z.object({
    warningDays: z.number().positive().default(275),
    criticalDays: z.number().positive().default(365),
  }),
  *evaluate(view, { warningDays, criticalDays }) {
    for (const host of view.all('host')) {
      const { uptimeSeconds } = host.attributes;
      if (uptimeSeconds === undefined) {
        yield notGiven(host, 'uptimeSeconds', 'uptime');
        continue;
      }
      const up = uptimeSeconds / 86_400;
      const severity = graded(up, { warning: warningDays, critical: criticalDays });
      if (severity === undefined) continue;
      yield breach(host, severity, {
        value: `up for ${days(Math.floor(up))}`,
        threshold: `< ${days(severity === 'critical' ? criticalDays : warningDays)}`,
        evidence: host.attributes.build === undefined ? undefined : `build ${host.attributes.build}`,
      });
    }
  },
});

/** Services that keep a host's time, by their key. */
const timeServices: ReadonlySet<string> = new Set(['ntpd', 'chronyd', 'ptpd']);

const hostTime = defineRule({
  id: 'VS05',
  domain: 'vmware',
  title: 'Time of the host not kept',
  why: 'Authentication fails and logs cannot be compared when clocks drift.',
  remedy: 'Start the NTP service, let it start and stop with the host, and check its servers.',
  source: 'AsBuiltReport.VMware.vSphere; node_exporter node-mixin (offset)',
  reads: ['host'],
  thresholds: z.object({ offsetMs: z.number().positive().default(50) }),
  *evaluate(view, { offsetMs }) {
    for (const host of view.all('host')) {
      const { services, ntpOffsetMs } = host.attributes;
      if (services === undefined) {
        yield notGiven(host, 'services', 'time service');
        continue;
      }
      const keepers = services.filter((service) => timeServices.has(service.key));
      const good = keepers.some((service) => service.running && service.policy !== 'off');
      if (!good) {
        const running = keepers.some((service) => service.running);
        yield breach(host, 'critical', {
          value:
            keepers.length === 0
              ? 'no time service'
              : running
                ? 'NTP does not start with the host'
                : 'NTP is stopped',
          threshold: 'running, and starting with the host',
          discriminator: 'service',
        });
      }
      if (ntpOffsetMs === undefined) yield notGiven(host, 'ntpOffsetMs', 'clock offset');
      else if (Math.abs(ntpOffsetMs) > offsetMs)
        yield breach(host, 'warning', {
          value: `${milliseconds(Math.abs(ntpOffsetMs))} off`,
          threshold: `≤ ${milliseconds(offsetMs)}`,
          discriminator: 'offset',
        });
    }
  },
});

const shellNames: Readonly<Record<string, string>> = { 'TSM-SSH': 'SSH', TSM: 'ESXi Shell' };

const hostShell = defineRule({
  id: 'VS06',
  domain: 'vmware',
  title: 'SSH or ESXi Shell running',
  why: 'A shell that is open all the time is a way in.',
  remedy: 'Stop the service and set it to start by hand.',
  source: 'AsBuiltReport.VMware.vSphere; RVTools vHealth',
  reads: ['host'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const host of view.all('host')) {
      const { services } = host.attributes;
      if (services === undefined) {
        yield notGiven(host, 'services', 'shell services');
        continue;
      }
      for (const service of services) {
        const name = shellNames[service.key];
        if (name !== undefined && service.running)
          yield breach(host, 'warning', {
            value: `${name} is running`,
            threshold: 'stopped',
            discriminator: service.key,
          });
      }
    }
  },
});

const hostCertificate = defineRule({
  id: 'VS08',
  domain: 'vmware',
  title: 'Host certificate expires',
  why: 'vCenter loses its trust in the host, and with it the connection.',
  remedy: 'Renew the certificate of the host.',
  source: 'vCheck-vSphere',
  reads: ['host'],
  thresholds: z.object({ warningDays: z.number().positive().default(60) }),
  *evaluate(view, { warningDays }) {
    for (const host of view.all('host')) {
      const expiresAt = host.attributes.certificate?.expiresAt;
      if (expiresAt === undefined) {
        yield notGiven(host, 'certificate', 'certificate');
        continue;
      }
      const left = daysBetween(view.at, expiresAt);
      if (left >= warningDays) continue;
      yield breach(host, 'warning', {
        value: left < 0 ? `expired ${days(Math.ceil(-left))} ago` : `expires in ${days(Math.floor(left))}`,
        threshold: `≥ ${days(warningDays)}`,
        evidence: host.attributes.certificate?.subject,
      });
    }
  },
});

const hostUplink = defineRule({
  id: 'VS09',
  domain: 'vmware',
  title: 'Attached network adapter down',
  why: 'Redundancy of the uplinks is lost; the next failure cuts the VMs off.',
  remedy: 'Check cable and optic, and the port on the switch side.',
  source: 'AsBuiltReport.VMware.vSphere; vCheck-vSphere',
  reads: ['host'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const host of view.all('host')) {
      const { pnics } = host.attributes;
      if (pnics === undefined) {
        yield notGiven(host, 'pnics', 'network adapters');
        continue;
      }
      for (const pnic of pnics) {
        if (pnic.switch === undefined || pnic.linkUp !== false) continue;
        const others = pnics.filter((other) => other.switch === pnic.switch && other.linkUp === true).length;
        yield breach(host, 'critical', {
          value: `${pnic.name} is down`,
          threshold: 'up while attached',
          evidence: `uplink of ${pnic.switch}; ${others} other uplink${others === 1 ? '' : 's'} of it up`,
          discriminator: pnic.name,
        });
      }
    }
  },
});

const goodPathStates: ReadonlySet<string> = new Set(['active', 'standby']);

const storagePaths = defineRule({
  id: 'VS10',
  domain: 'vmware',
  title: 'Storage paths not redundant',
  why: 'With a single path, or one that does not work, one failure stops all I/O to the LUN.',
  remedy: 'Check fabric, zoning and the ports of the array.',
  source: 'vCheck-vSphere; RVTools vHealth',
  reads: ['host'],
  thresholds: z.object({ minimumPaths: z.number().int().positive().default(2) }),
  *evaluate(view, { minimumPaths }) {
    for (const host of view.all('host')) {
      const { multipath } = host.attributes;
      if (multipath === undefined) {
        yield notGiven(host, 'multipath', 'storage paths');
        continue;
      }
      for (const lun of multipath) {
        const bad = lun.paths.filter((path) => !goodPathStates.has(path.state));
        const few = lun.transport === 'FC' && lun.paths.length < minimumPaths;
        if (!few && bad.length === 0) continue;
        yield breach(host, 'warning', {
          value: few
            ? `${lun.paths.length} ${lun.paths.length === 1 ? 'path' : 'paths'}`
            : `${bad.length} of ${lun.paths.length} paths not usable`,
          threshold: few ? `≥ ${minimumPaths} paths` : 'active or standby',
          evidence: [
            lun.datastore === undefined ? lun.naa : `${lun.datastore} (${lun.naa})`,
            ...bad.map((path) => `${path.adapter ?? '?'} → ${path.target ?? '?'} ${path.state}`),
          ].join('; '),
          discriminator: lun.naa,
        });
      }
    }
  },
});

export const hostRules: readonly FindingRule[] = [
  hostConnection,
  hostUptime,
  hostTime,
  hostShell,
  hostCertificate,
  hostUplink,
  storagePaths,
];
