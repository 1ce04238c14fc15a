import { z } from 'zod';
import { defineKind } from '../kind.ts';

export const kubernetesKinds = {
  'k8s-cluster': defineKind({
    domain: 'kubernetes',
    title: 'Kubernetes cluster',
    plural: 'Kubernetes clusters',
    attributes: z.strictObject({}),
  }),
  'k8s-node': defineKind({
    domain: 'kubernetes',
    title: 'node',
    plural: 'nodes',
    attributes: z.strictObject({}),
  }),
  namespace: defineKind({
    domain: 'kubernetes',
    title: 'namespace',
    plural: 'namespaces',
    attributes: z.strictObject({}),
  }),
  workload: defineKind({
    domain: 'kubernetes',
    title: 'workload',
    plural: 'workloads',
    attributes: z.strictObject({}),
  }),
  pod: defineKind({ domain: 'kubernetes', title: 'pod', plural: 'pods', attributes: z.strictObject({}) }),
  service: defineKind({
    domain: 'kubernetes',
    title: 'service',
    plural: 'services',
    attributes: z.strictObject({}),
  }),
  ingress: defineKind({
    domain: 'kubernetes',
    title: 'ingress',
    plural: 'ingresses',
    attributes: z.strictObject({}),
  }),
  'persistent-volume': defineKind({
    domain: 'kubernetes',
    title: 'persistent volume',
    plural: 'persistent volumes',
    attributes: z.strictObject({}),
  }),
  'persistent-volume-claim': defineKind({
    domain: 'kubernetes',
    title: 'persistent volume claim',
    plural: 'persistent volume claims',
    attributes: z.strictObject({}),
  }),
  'storage-class': defineKind({
    domain: 'kubernetes',
    title: 'storage class',
    plural: 'storage classes',
    attributes: z.strictObject({}),
  }),
  autoscaler: defineKind({
    domain: 'kubernetes',
    title: 'autoscaler',
    plural: 'autoscalers',
    attributes: z.strictObject({}),
  }),
  'disruption-budget': defineKind({
    domain: 'kubernetes',
    title: 'disruption budget',
    plural: 'disruption budgets',
    attributes: z.strictObject({}),
  }),
  'resource-quota': defineKind({
    domain: 'kubernetes',
    title: 'resource quota',
    plural: 'resource quotas',
    attributes: z.strictObject({}),
  }),
  'network-policy': defineKind({
    domain: 'kubernetes',
    title: 'network policy',
    plural: 'network policies',
    attributes: z.strictObject({}),
  }),
  'role-binding': defineKind({
    domain: 'kubernetes',
    title: 'role binding',
    plural: 'role bindings',
    attributes: z.strictObject({}),
  }),
  'custom-resource-definition': defineKind({
    domain: 'kubernetes',
    title: 'custom resource definition',
    plural: 'custom resource definitions',
    attributes: z.strictObject({}),
  }),
  certificate: defineKind({
    domain: 'kubernetes',
    title: 'certificate',
    plural: 'certificates',
    attributes: z.strictObject({}),
  }),
  'k8s-event': defineKind({
    domain: 'kubernetes',
    title: 'event',
    plural: 'events',
    attributes: z.strictObject({}),
  }),
  addon: defineKind({
    domain: 'kubernetes',
    title: 'add-on',
    plural: 'add-ons',
    attributes: z.strictObject({}),
  }),
} as const;
