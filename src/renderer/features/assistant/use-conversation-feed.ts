import { useRefresh, useEvent } from '../../app/use-call.ts';

/** What other windows ask is shown here too. */
export function useConversationFeed(): void {
  const refresh = useRefresh();
  useEvent('assistant.changed', {}, () => refresh('assistant.conversations', 'assistant.conversation'));
}
