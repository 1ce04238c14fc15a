interface NamedCluster {
  readonly obj: string;
  readonly name: string;
  readonly datacenter: string | undefined;
}

/**
 * What each cluster is called wherever one name has to mean one cluster: by its name alone as long as no other of the
 * vCenter has it, and with its datacenter in front where another has. Two of one name in one datacenter, in different
 * folders, are told apart by their references.
 */
export function clusterPartitions(clusters: readonly NamedCluster[]): ReadonlyMap<string, string> {
  const partitions = new Map<string, string>();
  for (const same of Map.groupBy(clusters, ({ name }) => name).values())
    for (const inOne of Map.groupBy(same, ({ datacenter }) => datacenter).values())
      for (const { obj, name, datacenter } of inOne) {
        const placed = same.length === 1 || datacenter === undefined ? name : `${datacenter} / ${name}`;
        const alone = same.length === 1 || (inOne.length === 1 && datacenter !== undefined);
        partitions.set(obj, alone ? placed : `${placed} (${obj})`);
      }
  return partitions;
}
