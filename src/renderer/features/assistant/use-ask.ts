import { useQueryClient } from '@tanstack/react-query';
import { useClient } from '../../app/client-context.tsx';
import { ask, type Question } from './asks.ts';
import { nameFresh } from './conversation-state.ts';

/** @returns what asks a question in a conversation, and has what is kept of it read again when it is answered */
export function useAsk(): (
  place: { readonly conversation?: string; readonly fresh: number },
  question: Question,
) => void {
  const client = useClient();
  const queries = useQueryClient();
  return (place, question) => {
    void ask(client, place, question, {
      started: ({ conversation, fresh }) => {
        if (place.conversation === undefined && conversation !== undefined) nameFresh(fresh, conversation);
      },
      over: ({ conversation, fresh }) => {
        if (place.conversation === undefined && conversation !== undefined) nameFresh(fresh, conversation);
        void queries.invalidateQueries({ queryKey: ['assistant.conversation'] });
        void queries.invalidateQueries({ queryKey: ['assistant.conversations'] });
      },
    });
  };
}
