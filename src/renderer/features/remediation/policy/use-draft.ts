import { create } from 'zustand';

/** A text that somebody works on, and the version that it began with. It outlives a look at another screen. */
interface Draft {
  readonly text: string | undefined;
  readonly base: string | undefined;
}

export const useDraft = create<Draft>()(() => ({ text: undefined, base: undefined }));

export function writeDraft(text: string, base: string): void {
  useDraft.setState((before) => ({ text, base: before.base ?? base }));
}

export function rebaseDraft(base: string): void {
  useDraft.setState({ base });
}

export function dropDraft(): void {
  useDraft.setState({ text: undefined, base: undefined });
}
