import { contract } from '../../shared/contract/contract.ts';
import type { FeatureDefinition } from '../../shared/contract/feature.ts';
import { contractHash } from '../../shared/contract/pinned.ts';
import { audited } from './audited.ts';
import type { HandlerContext } from './handler.ts';
import { handlers } from './registry.ts';

/** A handler and a source as the dispatcher sees them: what they get was parsed, what they give is sent. */
export type AnyHandler = (
  input: unknown,
  context: HandlerContext & {
    readonly signal: AbortSignal;
    readonly progress: (progress: unknown) => void;
  },
) => unknown;
export type AnySource = (
  input: unknown,
  emit: (payload: unknown) => void,
  context: HandlerContext,
) => () => void;

/** What a dispatcher answers: definitions and who implements them, in pairs. */
export interface ServedContract {
  readonly hash: string;
  /** Stands between a connection and every handler. */
  readonly around?: typeof audited<unknown>;
  readonly features: Readonly<Record<string, FeatureDefinition>>;
  readonly handlers: Readonly<
    Record<
      string,
      {
        readonly methods: Readonly<Record<string, AnyHandler>>;
        readonly events: Readonly<Record<string, AnySource>>;
      }
    >
  >;
}

/** The application's own contract. The types of `Handlers` prove that the pairs fit. */
export const applicationContract: ServedContract = {
  hash: contractHash,
  around: audited,
  features: contract,
  handlers: handlers as unknown as ServedContract['handlers'],
};
