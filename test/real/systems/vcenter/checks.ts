import type { RealCheck } from '../../real-system.ts';
import { sharedClusterName } from './estate.ts';

export const checks: readonly RealCheck[] = [
  {
    title: 'two clusters of one name are two, each with what is its own',
    run({ view }) {
      const both = view.all('cluster').filter(({ name }) => name === sharedClusterName);
      const partitions = new Set(both.map(({ partition }) => partition));
      const hosts = both.map(({ partition = '' }) => view.inPartition('host', partition).length);
      return Promise.resolve(
        partitions.size === 2 && hosts.every((count) => count === 3)
          ? undefined
          : `${both.length} clusters in ${partitions.size} partitions, with ${hosts.join(' and ')} hosts`,
      );
    },
  },
];
