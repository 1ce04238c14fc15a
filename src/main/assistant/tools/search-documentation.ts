import { z } from 'zod';
import { evidenceText } from '../evidence.ts';
import { defineTool } from './assistant-tool.ts';

const longestPassage = 1_800;

export const searchDocumentation = defineTool({
  name: 'search_documentation',
  description:
    'Finds passages in documents, runbooks, imported files and operators’ notes. Use other words than before when nothing fitted.',
  arguments: z.object({
    query: z.string().min(1).max(400),
    limit: z.number().int().min(1).max(10).default(5),
  }),
  async run({ query, limit }, { ports, ledger, signal }) {
    const { passages } = await ports.knowledge.find(query, { limit, signal });
    const texts = passages.map((passage) => {
      const evidence = { is: 'passage', passage } as const;
      return `[${ledger.add(evidence)}] ${evidenceText(evidence).slice(0, longestPassage)}`;
    });
    return {
      text: texts.length === 0 ? 'Nothing was found.' : texts.join('\n\n'),
      summary: `${passages.length} passages`,
    };
  },
});
