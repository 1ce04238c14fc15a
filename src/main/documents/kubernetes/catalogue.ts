import type { GeneratorDefinition } from '../generator.ts';

export const kubernetesCatalogue: GeneratorDefinition['catalogue'] = [
  { key: 'scope', title: 'Scope', contains: 'What the document is about and what it was read from' },
  {
    key: 'summary',
    title: 'Summary',
    contains: 'Clusters with version, nodes, requests and findings; figures of one cluster',
  },
  { key: 'changes', title: 'Changes', contains: 'Configuration that changed in the last days' },
  {
    key: 'findings',
    title: 'Findings',
    contains: 'KU01 to KU18: object, value, threshold, first seen, source',
  },
  {
    key: 'findings-not-judged',
    title: 'Rules that could not be judged',
    contains: 'Which rules lack which data',
  },
  {
    key: 'capacity',
    title: 'Capacity and headroom',
    contains: 'Requests, N−1, quota overcommitment, fullest claims',
  },
  {
    key: 'nodes',
    title: 'Nodes',
    contains: 'Role, readiness, version, runtime, OS, address, machine, allocatable, requested, used',
  },
  {
    key: 'node-conditions',
    title: 'Node conditions and taints',
    contains: 'Readiness since when, pressures, taints',
  },
  { key: 'placement', title: 'Workloads on nodes', contains: 'Diagram of which workload runs where' },
  {
    key: 'namespaces',
    title: 'Namespaces',
    contains: 'Quota use, workloads, claimed storage, policies, owner',
  },
  {
    key: 'namespace-pages',
    title: 'Pages of namespaces',
    contains: 'Index of the namespaces of a large cluster',
  },
  { key: 'quotas', title: 'Resource quotas', contains: 'Hard limits and what is used' },
  { key: 'limit-ranges', title: 'Limit ranges', contains: 'Defaults and bounds of containers' },
  {
    key: 'workloads',
    title: 'Workloads',
    contains: 'Kind, ready, images, requests, limits, probes, budget, autoscaling, security',
  },
  { key: 'job-runs', title: 'Runs of cron jobs', contains: 'Start, end and outcome' },
  {
    key: 'pods',
    title: 'Pods',
    contains: 'Phase, readiness, containers, restarts, node, owner, requests, usage',
  },
  { key: 'services', title: 'Services', contains: 'Type, addresses, ports, workloads, ready backends' },
  { key: 'ingresses', title: 'Ingresses', contains: 'Hosts, paths, services, addresses, end of TLS' },
  {
    key: 'ingress-path',
    title: 'From ingress to workload',
    contains: 'Diagram of ingress, service and workload',
  },
  {
    key: 'network-policies',
    title: 'Network policies',
    contains: 'Selected pods, allowed ingress and egress',
  },
  { key: 'storage-classes', title: 'Storage classes', contains: 'Provisioner, policy, expansion' },
  { key: 'volumes', title: 'Persistent volumes', contains: 'Class, capacity, phase, claim, driver, backend' },
  {
    key: 'claims',
    title: 'Persistent volume claims',
    contains: 'Phase, size, use, days to full, volume, workloads',
  },
  {
    key: 'storage-chain',
    title: 'From workload to backend',
    contains: 'Diagram of workload, claim, volume and backend',
  },
  { key: 'autoscalers', title: 'Autoscaling', contains: 'Target, bounds, replicas, metrics' },
  { key: 'disruption-budgets', title: 'Disruption budgets', contains: 'Workloads, what they allow, health' },
  {
    key: 'role-bindings',
    title: 'Access: who may do what',
    contains: 'Subjects and the roles that they have',
  },
  { key: 'roles', title: 'Roles', contains: 'Rules of cluster roles and roles' },
  { key: 'add-ons', title: 'Add-ons', contains: 'Platform software with purpose and version' },
  {
    key: 'custom-resource-definitions',
    title: 'Custom resource definitions',
    contains: 'Group, kind, scope, versions, objects',
  },
  { key: 'custom-resources', title: 'Custom resources', contains: 'Kind, definition, owner, conditions' },
  { key: 'certificates', title: 'Certificates', contains: 'Use, names, issuer, end, renewal' },
  { key: 'events', title: 'Events', contains: 'What the cluster reported, newest first' },
  { key: 'checks', title: 'Checks of the source itself', contains: "A support bundle's analyzers" },
  {
    key: 'sources',
    title: 'Sources and coverage',
    contains: 'Age of the data, failures, what is not available',
  },
  { key: 'glossary', title: 'Glossary', contains: 'Words that the document uses' },
];
