import type { Client } from '../../../shared/contract/client.ts';
import { ContractError } from '../../../shared/contract/errors.ts';
import { newConversation, useConversationState } from './conversation-state.ts';

/** For so long it can be undone: as long as the toast that offers it is there. */
const undoMs = 10_000;
const timers = new Map<string, ReturnType<typeof setTimeout>>();

/** Takes a conversation off the list now, and has it removed when there is no undoing it any more. */
export function removeSoon(id: string, remove: () => void): void {
  useConversationState.setState(({ removing }) => ({
    removing: [...removing.filter((one) => one !== id), id],
  }));
  if (useConversationState.getState().open === id) newConversation();
  timers.set(
    id,
    setTimeout(() => {
      timers.delete(id);
      remove();
    }, undoMs),
  );
}

export function keepAfterAll(id: string): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  settled(id);
}

/** It is removed, or stays. */
export function settled(id: string): void {
  useConversationState.setState(({ removing }) => ({ removing: removing.filter((one) => one !== id) }));
}

/** What was to be removed when this window was closed or reloaded. */
export function leftToRemove(): readonly string[] {
  return useConversationState.getState().removing.filter((id) => !timers.has(id));
}

/** @returns why it could not be removed; what is gone already is removed */
export async function removeNow(client: Client, id: string): Promise<string | undefined> {
  try {
    await client.assistant.remove({ id });
    return undefined;
  } catch (error) {
    if (error instanceof ContractError) {
      return error.code === 'conversation-not-found' ? undefined : error.message;
    }
    return String(error);
  } finally {
    settled(id);
  }
}
