import { z } from 'zod';
import { count } from '../../../shared/format.ts';
import { defineRule, type FindingRule } from '../rule.ts';
import { told, unknownVerdict } from './verdicts.ts';
import { minorOf } from './version.ts';

const mixin = 'kubernetes-mixin';

const notReady = defineRule({
  id: 'KU01',
  domain: 'kubernetes',
  title: 'Node not ready',
  why: 'Its pods are moved away or are lost.',
  remedy: 'Check the kubelet and the machine below it; cordon the node until it is mended.',
  action: 'node.cordon',
  source: mixin,
  durationMinutes: 15,
  reads: ['k8s-node'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const entity of view.all('k8s-node')) {
      const { ready, readyReason, readySinceAt } = entity.attributes;
      if (ready === undefined) yield unknownVerdict(entity, 'ready', 'the node reports no condition Ready');
      else if (!ready) {
        yield {
          type: 'breach',
          entity,
          severity: 'warning',
          value: 'not ready',
          threshold: 'ready',
          ...told(readyReason, readySinceAt),
        };
      }
    }
  },
});

/** Ready is judged by KU01; what else is True says that something is short or broken. */
const pressures = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable'];

const pressure = defineRule({
  id: 'KU02',
  domain: 'kubernetes',
  title: 'Node under pressure',
  why: 'The kubelet evicts pods.',
  remedy: 'Free memory or disk on the node; cordon it while that lasts.',
  action: 'node.cordon',
  source: mixin,
  durationMinutes: 10,
  reads: ['k8s-node'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const entity of view.all('k8s-node')) {
      const { conditions } = entity.attributes;
      if (conditions === undefined) {
        yield unknownVerdict(entity, 'conditions', 'the node reports no conditions');
        continue;
      }
      for (const { type, status, message, sinceAt } of conditions) {
        if (status !== 'True' || !pressures.includes(type)) continue;
        yield {
          type: 'breach',
          entity,
          severity: 'info',
          value: `${type} true`,
          threshold: 'false',
          discriminator: type,
          ...told(message, sinceAt),
        };
      }
    }
  },
});

const skew = defineRule({
  id: 'KU14',
  domain: 'kubernetes',
  title: 'Kubelet version outside the supported skew',
  why: 'The combination is not supported.',
  remedy: 'Upgrade the kubelet, or the control plane where the kubelet is newer.',
  source: 'kubernetes.io version skew policy',
  reads: ['k8s-node', 'k8s-cluster'],
  thresholds: z.object({ maximumMinorsBehind: z.int().min(0).default(3) }),
  *evaluate(view, { maximumMinorsBehind }) {
    for (const entity of view.all('k8s-node')) {
      const cluster = view.outbound(entity, 'member-of').find((found) => found.kind === 'k8s-cluster');
      const server = minorOf(cluster?.kind === 'k8s-cluster' ? cluster.attributes.version : undefined);
      const kubelet = minorOf(entity.attributes.kubeletVersion);
      if (server === undefined || kubelet === undefined) {
        yield {
          type: 'unknown',
          entity,
          reason: 'the version of the cluster or of the kubelet is not known',
        };
        continue;
      }
      const behind = server - kubelet;
      if (behind >= 0 && behind <= maximumMinorsBehind) continue;
      yield {
        type: 'breach',
        entity,
        severity: 'warning',
        value: `${count(Math.abs(behind), 'minor version')} ${behind > 0 ? 'behind' : 'newer'}`,
        threshold: `0 to ${maximumMinorsBehind} behind`,
        evidence: `kubelet ${entity.attributes.kubeletVersion ?? ''}, control plane 1.${server}`,
      };
    }
  },
});

export const nodeRules: readonly FindingRule[] = [notReady, pressure, skew];
