import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * The witness of what really arrived: one JSON object a line, in the file before the call acts. The kernel has it
 * when `append` returns, so it outlives a kill -9 of this process.
 */
export interface CallLog {
  append(name: string, args: Record<string, unknown>): void;
  close(): void;
}

export function openCallLog(file: string, now: () => number = Date.now): CallLog {
  mkdirSync(dirname(file), { recursive: true });
  const descriptor = openSync(file, 'a');
  let seq = 0;
  return {
    append: (name, args) => {
      seq += 1;
      const line = { name, arguments: args, at: new Date(now()).toISOString(), seq };
      writeSync(descriptor, `${JSON.stringify(line)}\n`);
    },
    close: () => closeSync(descriptor),
  };
}
