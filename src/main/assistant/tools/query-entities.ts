import { z } from 'zod';
import { pathsOf, unknownPath } from '../../../shared/model/filter-paths.ts';
import { parseFilterTokens } from '../../../shared/model/filter-tokens.ts';
import { inventoryQuerySchema } from '../../../shared/model/inventory-query.ts';
import { DomainError } from '../../platform/errors.ts';
import { entityEvidence, keyFacts } from '../entity-facts.ts';
import { evidenceText } from '../evidence.ts';
import { defineTool } from './assistant-tool.ts';

export const queryEntities = defineTool({
  name: 'query_entities',
  description:
    'Lists entities by a filter: words and tokens such as `kind:vm cluster:prod-a powerState:off usedBytes>10GiB name~web label.team:db sort:-memoryBytes`. Kinds: vm, host, cluster, datastore, network, k8s-node, namespace, workload, pod, service, switch, router, firewall, interface, vlan, array, pool, volume, lun, finding, …',
  arguments: z.object({
    filter: z.string().max(2_000),
    limit: z.number().int().min(1).max(30).default(10),
  }),
  async run({ filter, limit }, { desk, ledger }) {
    const { query, problems } = parseFilterTokens(filter);
    const [problem] = problems;
    if (problem) {
      throw new DomainError('filter-not-understood', `"${problem.token}": ${problem.reason}`);
    }
    for (const path of pathsOf(query)) {
      const reason = unknownPath(path, query.kinds);
      if (reason !== undefined) throw new DomainError('filter-not-understood', reason);
    }
    const { list } = await desk.inventory.list({
      ...inventoryQuerySchema.parse(query),
      ...(desk.at !== undefined && { at: desk.at }),
    });
    const shown = list.slice(0, limit).map((entity) => {
      const evidence = entityEvidence(entity, keyFacts(desk.view, entity));
      return `[${ledger.add(evidence)}] ${evidenceText(evidence).replaceAll('\n', '; ')}`;
    });
    return {
      text: [
        `${list.length} match${list.length > shown.length ? `, the first ${shown.length}` : ''}.`,
        ...shown,
      ].join('\n'),
      summary: `${list.length} entities`,
    };
  },
});
