import { useEffect, useRef, useState } from 'react';
import type { OutputOf } from '../../../../shared/contract/contract.ts';
import { ContractError } from '../../../../shared/contract/contract-error.ts';
import { useClient } from '../../../app/client-context.tsx';

export type Trial = OutputOf<'profiles.try'>;

export interface TrialInput {
  readonly text: string;
  readonly source: string;
  /** Absent: everything is read. */
  readonly callsPerStep: number | undefined;
}

export interface TrialProgress {
  readonly done: number;
  readonly total?: number;
  readonly message: string;
}

export type TrialState =
  | { readonly is: 'none' }
  | { readonly is: 'running'; readonly progress: TrialProgress | undefined }
  /** Tools of which nobody has said that they change nothing: they were not called. */
  | {
      readonly is: 'asking';
      readonly input: TrialInput;
      readonly tools: readonly { readonly name: string; readonly description: string }[];
    }
  | { readonly is: 'failed'; readonly error: ContractError }
  | { readonly is: 'cancelled' }
  /** `input` is what it was made with: the text may be another by now. */
  | { readonly is: 'done'; readonly trial: Trial; readonly input: TrialInput };

/** As many as are shown of each kind. */
const mostRecords = 5_000;

/** Reads a server as a text says, once asked to; ends with the screen. */
export function useTrial(): {
  readonly state: TrialState;
  readonly start: (input: TrialInput, vouch?: readonly string[]) => void;
  readonly cancel: () => void;
} {
  const client = useClient();
  const [state, setState] = useState<TrialState>({ is: 'none' });
  const running = useRef<AbortController>(undefined);
  /** By server: what somebody looked at and said of it holds for the tries that follow here. */
  const vouched = useRef(new Map<string, readonly string[]>());
  useEffect(() => () => running.current?.abort(), []);

  const run = async (input: TrialInput, vouch: readonly string[], own: AbortController) => {
    const tell = (next: TrialState) => {
      if (running.current === own) setState(next);
    };
    const { text, source, callsPerStep } = input;
    try {
      const trial = await client.profiles.try(
        {
          text,
          source,
          vouch: [...vouch],
          limit: mostRecords,
          ...(callsPerStep !== undefined && { callsPerStep }),
        },
        { signal: own.signal, onProgress: (progress) => tell({ is: 'running', progress }) },
      );
      tell({ is: 'done', trial, input });
    } catch (cause) {
      if (own.signal.aborted) return;
      if (!(cause instanceof ContractError)) throw cause;
      tell(
        cause.code === 'profile-tools-not-accepted'
          ? {
              is: 'asking',
              input,
              tools: cause.details.map(({ path, message }) => ({ name: path, description: message })),
            }
          : { is: 'failed', error: cause },
      );
    }
  };

  return {
    state,
    start(input, vouch = []) {
      running.current?.abort();
      const own = new AbortController();
      running.current = own;
      setState({ is: 'running', progress: undefined });
      const said = [...new Set([...(vouched.current.get(input.source) ?? []), ...vouch])];
      vouched.current.set(input.source, said);
      void run(input, said, own);
    },
    cancel() {
      running.current?.abort();
      setState({ is: 'cancelled' });
    },
  };
}
