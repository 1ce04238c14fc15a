import type { Inventory } from './inventory/inventory.ts';
import type { Knowledge, NamedEntity } from './knowledge/knowledge.ts';

/** Entities that a text names, whole; for as long as there is no index of passages. */
export function knowledgeByNames(inventory: Pick<Inventory, 'list'>): Knowledge {
  async function entitiesIn(text: string): Promise<readonly NamedEntity[]> {
    const { list } = await inventory.list({ filters: [], sort: [], includeDisappeared: false });
    const lower = ` ${text.toLowerCase().replaceAll(/[?!,;"'()]+|\.(?=\s|$)/g, ' ')} `;
    return list
      .filter(({ name, kind }) => kind !== 'finding' && lower.includes(` ${name.toLowerCase()} `))
      .map(({ id, kind, name }) => ({ id, kind, name, words: name, how: 'name' as const }));
  }
  return {
    find: async (question) => ({ passages: [], entities: await entitiesIn(question) }),
    passage: async () => undefined,
    entitiesIn,
  };
}
