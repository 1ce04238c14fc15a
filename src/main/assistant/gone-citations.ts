import type { AssistantMessage } from '../../shared/contract/assistant.ts';
import type { Citation } from '../../shared/model/citation.ts';
import type { AssistantPorts } from './ports.ts';

/** Old answers as they are shown now: citations of what is no longer there say so. */
export async function withGone(
  messages: readonly AssistantMessage[],
  ports: Pick<AssistantPorts, 'inventory' | 'knowledge' | 'tickets'>,
): Promise<AssistantMessage[]> {
  const known = new Map<string, Promise<boolean>>();
  const isThere = (citation: Citation): Promise<boolean> => {
    const key = JSON.stringify(targetOf(citation));
    let there = known.get(key);
    if (!there) known.set(key, (there = look(citation, ports)));
    return there;
  };
  return Promise.all(
    messages.map(async (message) => {
      if (message.role !== 'assistant' || message.citations.length === 0) return message;
      const citations = await Promise.all(
        message.citations.map(async (citation): Promise<Citation> => {
          if (await isThere(citation)) return citation;
          return { ...citation, gone: true };
        }),
      );
      return { ...message, citations };
    }),
  );
}

function targetOf(citation: Citation): readonly string[] {
  switch (citation.is) {
    case 'passage':
      return ['passage', citation.passage];
    case 'entity':
      return ['entity', citation.id];
    case 'change':
      return ['entity', citation.entity];
    case 'ticket':
      return ['ticket', citation.ticket];
    case 'tool':
      return ['tool'];
    default:
      return citation satisfies never;
  }
}

async function look(
  citation: Citation,
  { inventory, knowledge, tickets }: Pick<AssistantPorts, 'inventory' | 'knowledge' | 'tickets'>,
): Promise<boolean> {
  switch (citation.is) {
    case 'passage':
      return (await knowledge.passage(citation.passage)) !== undefined;
    case 'entity':
    case 'change': {
      const found = await inventory.get(citation.is === 'entity' ? citation.id : citation.entity);
      return found !== undefined && found.disappearedAt === undefined;
    }
    case 'ticket':
      return (await tickets.get(citation.ticket)) !== undefined;
    case 'tool':
      return true;
    default:
      return citation satisfies never;
  }
}
