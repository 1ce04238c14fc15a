import { rvtoolsTabs } from '../../../support/rvtools-tabs.ts';
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
  {
    title: 'its document has every tab of RVTools, with rows or with the reason why there are none',
    async run({ client }) {
      const { sections } = await client.documents.show({ id: 'virtualization' });
      const empty = Object.entries(rvtoolsTabs).flatMap(([tab, places]) =>
        places.flatMap(([key]) => {
          const blocks = sections.find((section) => section.key === key)?.blocks ?? [];
          return blocks.some((block) => block.t === 'table' && block.rows.length > 0)
            ? []
            : [`${tab} (${key})`];
        }),
      );
      return empty.length === 0 ? undefined : `nothing of ${empty.join(', ')}`;
    },
  },
];
