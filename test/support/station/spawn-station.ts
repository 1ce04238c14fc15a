import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CommandInput, CommandName, CommandOutput, StationAnswer, StationSetup } from './protocol.ts';

export interface StationProcess extends AsyncDisposable {
  readonly name: string;
  readonly pid: number;
  ask<C extends CommandName>(command: C, input: CommandInput<C>): Promise<CommandOutput<C>>;
  /** Told of whatever is written to its store, by its people or by replication. */
  onSeen(listener: (seen: Extract<StationAnswer, { is: 'seen' }>) => void): () => void;
  /** As a power cut would: nothing is said to anybody. */
  kill(): Promise<void>;
}

/** Starts a station and waits until it answers. */
export async function spawnStation(setup: StationSetup): Promise<StationProcess> {
  const child = fork(fileURLToPath(new URL('station.ts', import.meta.url)), [JSON.stringify(setup)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, { resolve: (output: unknown) => void; reject: (error: Error) => void }>();
  const listeners = new Set<(seen: Extract<StationAnswer, { is: 'seen' }>) => void>();
  let calls = 0;
  let ready: (() => void) | undefined;
  const isReady = new Promise<void>((resolve) => (ready = resolve));
  const ended = once(child, 'exit').then(([code]) => {
    for (const { reject } of waiting.values()) reject(new Error(`station ${setup.name} has ended`));
    waiting.clear();
    return code as number | null;
  });
  child.on('message', (answer: StationAnswer) => {
    switch (answer.is) {
      case 'ready':
        ready?.();
        break;
      case 'seen':
        for (const listener of listeners) listener(answer);
        break;
      case 'done':
        waiting.get(answer.call)?.resolve(answer.output);
        waiting.delete(answer.call);
        break;
      case 'failed':
        waiting.get(answer.call)?.reject(new Error(`${setup.name}: ${answer.message}`));
        waiting.delete(answer.call);
        break;
      default:
        answer satisfies never;
    }
  });
  await Promise.race([
    isReady,
    ended.then((code) => {
      throw new Error(`station ${setup.name} ended with ${code ?? 'a signal'} before it was ready`);
    }),
  ]);
  return {
    name: setup.name,
    pid: child.pid ?? 0,
    ask<C extends CommandName>(command: C, input: CommandInput<C>) {
      calls += 1;
      const call = calls;
      return new Promise<CommandOutput<C>>((resolve, reject) => {
        if (!child.connected) {
          reject(new Error(`station ${setup.name} has ended`));
          return;
        }
        waiting.set(call, { resolve: (output) => resolve(output as CommandOutput<C>), reject });
        child.send({ call, command, input });
      });
    },
    onSeen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
}
