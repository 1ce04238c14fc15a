import { z } from 'zod';
import type { AnswerFlag } from '../../../shared/contract/assistant.ts';
import type { ToolOffer } from '../../llm/llm.ts';
import { estimateTokens } from '../../llm/tokens.ts';
import type { AnswerWork } from '../answer-question.ts';
import type { AssistantTool } from '../tools/assistant-tool.ts';
import { ownTools } from '../tools/registry.ts';
import { siteTool, type OfferedSiteTool } from '../tools/site-tool.ts';
import { limits } from './limits.ts';

/** Shares of what a model reads. */
const ownToolShare = 0.4;
const siteToolShare = 0.15;

/** A tool as a model is told of it. */
export function toolOffer(tool: AssistantTool | OfferedSiteTool): ToolOffer {
  return {
    name: tool.name,
    description: tool.description,
    parameters:
      'parameters' in tool
        ? tool.parameters
        : z.toJSONSchema(tool.arguments, { io: 'input', unrepresentable: 'any' }),
  };
}

/** Tools that a model with little to read gets before the others: with them it can look for all the rest. */
const firstTools: readonly string[] = ['search_documentation', 'query_entities', 'get_entity', 'tickets'];

/** The application's own tools, as many as leave room for what they answer. */
function ownToolsWithin(tokens: number): readonly AssistantTool[] {
  const rank = ({ name }: AssistantTool) =>
    firstTools.includes(name) ? firstTools.indexOf(name) : firstTools.length;
  let left = tokens;
  return ownTools
    .toSorted((a, b) => rank(a) - rank(b))
    .filter((tool) => {
      const cost = estimateTokens(JSON.stringify(toolOffer(tool)));
      if (cost > left) return false;
      left -= cost;
      return true;
    });
}

/** The application's own tools, and what the site lets be read. A server that cannot be asked offers nothing. */
export async function offeredTools(
  { ports }: AnswerWork,
  window: number,
  flags: AnswerFlag[],
): Promise<ReadonlyMap<string, AssistantTool | OfferedSiteTool>> {
  const site = await ports.siteTools.list().catch((error: unknown) => {
    ports.logger.warn({ err: error }, 'tools of servers could not be listed for the assistant');
    return [];
  });
  const offered = new Map<string, AssistantTool | OfferedSiteTool>(
    ownToolsWithin(window * ownToolShare).map((tool) => [tool.name, tool]),
  );
  const own = new Set(ownTools.map(({ name }) => name));
  let left = window * siteToolShare;
  for (const tool of site.slice(0, limits.siteTools).map(siteTool)) {
    left -= estimateTokens(JSON.stringify(toolOffer(tool)));
    if (own.has(tool.name)) continue;
    if (left < 0) break;
    offered.set(tool.name, tool);
    if (tool.instructions !== undefined) {
      flags.push({
        is: 'instructions-in-data',
        where: `description of the tool ${tool.tool} of ${tool.server}`,
        excerpt: tool.instructions,
      });
    }
  }
  return offered;
}
