import { isDeepStrictEqual } from 'node:util';
import type { LiveReader } from '../../src/main/remediation/action-adapter.ts';
import type { Entity } from '../../src/shared/model/entity.ts';
import type { RecordedCall } from './recorded-session.ts';

/** What a real server answered while actions were done through it, each once and seen to have worked. */
export interface RecordedActions {
  readonly of: string;
  /** Id of the adapter. */
  readonly server: string;
  readonly actions: readonly RecordedAction[];
  /** A call that the system refuses, and how the server says so. */
  readonly refused: readonly RecordedCall[];
}

export interface RecordedAction {
  readonly action: string;
  /** Id of one of the entities. */
  readonly target: string;
  readonly entities: readonly Entity[];
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The live read before the first call, the calls, and the read that proved it. */
  readonly before: readonly RecordedCall[];
  readonly writes: readonly RecordedCall[];
  readonly after: readonly RecordedCall[];
}

/** Answers what was recorded; a call that was never made is told as such, never answered. */
export function replayReads(calls: readonly RecordedCall[], source = 'k8s-a'): LiveReader {
  return {
    source,
    call(tool, args) {
      const found = calls.find((call) => call.tool === tool && isDeepStrictEqual(call.args, args));
      if (!found) throw new Error(`not recorded: ${tool} ${JSON.stringify(args)}`);
      return Promise.resolve(structuredClone(found.result));
    },
  };
}
