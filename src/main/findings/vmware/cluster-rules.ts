import { z } from 'zod';
import { days } from '../../../shared/format.ts';
import type { EntityOf } from '../../../shared/model/entity.ts';
import { defineRule, type FindingRule } from '../rule.ts';
import { breach, daysBetween, listed, notGiven } from './judge.ts';

const highAvailability = defineRule({
  id: 'VS03',
  domain: 'vmware',
  title: 'HA not in force',
  why: 'After a host failure nothing guarantees that its VMs are started elsewhere.',
  remedy: 'Enable HA with host monitoring and admission control.',
  source: 'AsBuiltReport.VMware.vSphere',
  reads: ['cluster'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const cluster of view.all('cluster')) {
      const { haEnabled, haHostMonitoring, haAdmissionControl } = cluster.attributes;
      const off =
        haEnabled === false
          ? ['HA']
          : [
              ...(haHostMonitoring === false ? ['host monitoring'] : []),
              ...(haAdmissionControl === false ? ['admission control'] : []),
            ];
      if (off.length > 0)
        yield breach(cluster, 'warning', { value: `${off.join(' and ')} off`, threshold: 'on' });
      else if (haEnabled === undefined) yield notGiven(cluster, 'haEnabled', 'HA');
      else if (haHostMonitoring === undefined) yield notGiven(cluster, 'haHostMonitoring', 'host monitoring');
      else if (haAdmissionControl === undefined)
        yield notGiven(cluster, 'haAdmissionControl', 'admission control');
    }
  },
});

const distributedScheduling = defineRule({
  id: 'VS04',
  domain: 'vmware',
  title: 'DRS not fully automated, or a rule disabled',
  why: 'Load stays where it is, and VMs that must be apart may meet on one host.',
  remedy: 'Set DRS to fully automated; enable the rule or delete it.',
  source: 'AsBuiltReport.VMware.vSphere',
  reads: ['cluster'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const cluster of view.all('cluster')) {
      const { drsEnabled, drsLevel, rules } = cluster.attributes;
      if (drsEnabled === false)
        yield breach(cluster, 'warning', { value: 'DRS off', threshold: 'fully automated' });
      else if (drsLevel !== undefined && drsLevel !== 'fully automated')
        yield breach(cluster, 'warning', { value: `DRS ${drsLevel}`, threshold: 'fully automated' });
      else if (drsEnabled === undefined) yield notGiven(cluster, 'drsEnabled', 'DRS');
      else if (drsLevel === undefined) yield notGiven(cluster, 'drsLevel', 'DRS automation level');
      for (const rule of rules ?? []) {
        if (rule.enabled) continue;
        yield breach(cluster, 'warning', {
          value: `rule "${rule.name}" disabled`,
          threshold: 'enabled',
          evidence: `${rule.type}: ${listed(rule.vms ?? [])}`,
          discriminator: `rule ${rule.name}`,
        });
      }
    }
  },
});

const license = defineRule({
  id: 'VS07',
  domain: 'vmware',
  title: 'License expired or for evaluation',
  why: 'Hosts disconnect and VMs can no longer be powered on when a license has run out.',
  remedy: 'Assign a valid license.',
  source: 'AsBuiltReport.VMware.vSphere',
  reads: ['vcenter'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const vcenter of view.all('vcenter')) {
      const { licenses } = vcenter.attributes;
      if (licenses === undefined) {
        yield notGiven(vcenter, 'licenses');
        continue;
      }
      for (const { name, key, expiresAt, evaluation } of licenses) {
        const left = expiresAt === undefined ? undefined : daysBetween(view.at, expiresAt);
        const expired = left !== undefined && left < 0;
        if (!expired && evaluation !== true) continue;
        yield breach(vcenter, expired ? 'critical' : 'warning', {
          value: expired
            ? `${name} expired ${days(Math.ceil(-left))} ago`
            : left === undefined
              ? `${name} is for evaluation`
              : `${name} is for evaluation, ${days(Math.floor(left))} left`,
          threshold: 'valid, not for evaluation',
          discriminator: `${name} ${key?.split('-').at(-1) ?? ''}`.trim(),
        });
      }
    }
  },
});

const mixedBuilds = defineRule({
  id: 'VS24',
  domain: 'vmware',
  title: 'Mixed builds in a cluster',
  why: 'Hosts that differ behave differently: vMotion, drivers and fixes are not the same everywhere.',
  remedy: 'Bring all hosts of the cluster to one build.',
  source: 'vCheck-vSphere',
  reads: ['cluster', 'host'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const cluster of view.all('cluster')) {
      const hosts = hostsOf(view.inPartition('host', cluster.partition ?? cluster.name), cluster);
      const byBuild = new Map<string, string[]>();
      for (const host of hosts) {
        const { build } = host.attributes;
        if (build === undefined) {
          const reason = host.unknown['build'] ?? `not given by ${host.source}`;
          yield { type: 'unknown', entity: cluster, reason: `build of ${host.name}: ${reason}` };
          continue;
        }
        const names = byBuild.get(build);
        if (names) names.push(host.name);
        else byBuild.set(build, [host.name]);
      }
      if (byBuild.size < 2) continue;
      const builds = [...byBuild].toSorted(([a, m], [b, n]) => n.length - m.length || (a < b ? -1 : 1));
      yield breach(cluster, 'warning', {
        value: `${builds.length} builds`,
        threshold: 'one build',
        evidence: builds.map(([build, names]) => `${build}: ${listed(names)}`).join('; '),
      });
    }
  },
});

/** Two vCenters may each have a cluster of that name. */
function hostsOf(hosts: readonly EntityOf<'host'>[], cluster: EntityOf<'cluster'>): EntityOf<'host'>[] {
  return hosts.filter((host) => host.source === cluster.source);
}

export const clusterRules: readonly FindingRule[] = [
  highAvailability,
  distributedScheduling,
  license,
  mixedBuilds,
];
