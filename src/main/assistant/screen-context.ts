import type { ScreenContext } from '../../shared/model/citation.ts';
import type { AssistantPorts } from './ports.ts';

/** What of the screen goes with a question, by name, for the operator to see. */
export async function lookedAt(
  context: ScreenContext,
  { inventory, documentTitle }: Pick<AssistantPorts, 'inventory' | 'documentTitle'>,
): Promise<string[]> {
  const view = await inventory.view(context.at);
  const title = context.document === undefined ? undefined : await documentTitle(context.document);
  return [
    ...context.entities.flatMap((id) => view.get(id)?.name ?? []),
    ...(title === undefined ? [] : [title]),
    ...(context.filter === undefined || context.filter === '' ? [] : [context.filter]),
    ...(context.at === undefined ? [] : [context.at]),
  ];
}
