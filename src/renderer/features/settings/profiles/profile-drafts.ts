import { create } from 'zustand';

/** A text that somebody works on. It outlives a look at another screen. */
export interface ProfileDraft {
  readonly text: string;
  /** Of the file that it began with; absent for one that is new. */
  readonly base?: string;
  /** What whoever drafted it said of it: a program or a language model. */
  readonly notes?: readonly string[];
  /** The server that it was drafted from. */
  readonly source?: string;
}

/** The name under which one that is not in the data directory yet is worked on: no profile can have it. */
export const newProfile = '+';

const useDrafts = create<{ readonly drafts: Readonly<Record<string, ProfileDraft>> }>()(() => ({
  drafts: {},
}));

export function useProfileDraft(id: string): ProfileDraft | undefined {
  return useDrafts(({ drafts }) => drafts[id]);
}

export function writeProfileDraft(id: string, draft: ProfileDraft): void {
  useDrafts.setState(({ drafts }) => ({ drafts: { ...drafts, [id]: draft } }));
}

export function dropProfileDraft(id: string): void {
  useDrafts.setState(({ drafts: { [id]: _, ...others } }) => ({ drafts: others }));
}
