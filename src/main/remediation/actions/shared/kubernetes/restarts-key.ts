/** Annotation of a pod template that counts how often a workload was restarted by applying a higher number. */
export const restartsKey = 'datacenter-docs/restarts';
