import { createContext, use } from 'react';
import type { Citation } from '../../../shared/model/citation.ts';
import type { Instant } from '../../../shared/model/ids.ts';

export type PassageCitation = Extract<Citation, { is: 'passage' }>;

/** The sources of the answer that is drawn. */
export interface Citations {
  readonly byNumber: ReadonlyMap<number, Citation>;
  /** They come when the answer is complete. */
  readonly pending: boolean;
  /** The moment that the question was about. */
  readonly at: Instant | undefined;
  /** Shows the call that a source comes from. */
  readonly showCall: (id: string) => void;
  /** Shows a passage that has no place of its own in the console. */
  readonly showPassage: (citation: PassageCitation) => void;
}

const Context = createContext<Citations | undefined>(undefined);

export const CitationsProvider = Context.Provider;

export function useCitations(): Citations {
  const citations = use(Context);
  if (citations === undefined) throw new Error('useCitations: expected to be inside an answer');
  return citations;
}
