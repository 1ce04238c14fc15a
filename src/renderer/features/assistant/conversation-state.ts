import { create } from 'zustand';
import { persist } from 'zustand/middleware';

/** What belongs to this person at this screen: which conversation is open, and what was typed and not sent. */
interface ConversationState {
  /** Absent: a new one. */
  readonly open?: string;
  /** Which new one; counts up. */
  readonly fresh: number;
  /** What is typed, by conversation; see `draftKey`. */
  readonly drafts: Readonly<Record<string, string>>;
  /** Taken off the list, and removed when there is no undoing it any more. */
  readonly removing: readonly string[];
}

export const useConversationState = create<ConversationState>()(
  persist<ConversationState>(() => ({ fresh: 0, drafts: {}, removing: [] }), {
    name: 'datacenter-docs.assistant',
    version: 1,
  }),
);

/** Where the draft of a conversation is kept. */
export function draftKey(conversation: string | undefined): string {
  return conversation ?? 'new';
}

/** More drafts than this are not looked for again: the oldest go. */
const mostDrafts = 50;

export function writeDraft(key: string, text: string): void {
  useConversationState.setState(({ drafts }) => {
    const { [key]: _, ...rest } = drafts;
    const kept = Object.entries(rest).slice(-(mostDrafts - 1));
    return { drafts: Object.fromEntries(text === '' ? kept : [...kept, [key, text]]) };
  });
}

export function openConversation(id: string): void {
  useConversationState.setState({ open: id });
}

export function newConversation(): void {
  useConversationState.setState(({ open: _, fresh, ...rest }) => ({ ...rest, fresh: fresh + 1 }), true);
}

/** A new conversation has its name now; whoever went on to another one stays there. */
export function nameFresh(fresh: number, id: string): void {
  useConversationState.setState((state) =>
    state.open === undefined && state.fresh === fresh ? { open: id } : state,
  );
}
