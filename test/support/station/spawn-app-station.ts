import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { AppCommand, AppCommandName, AppStationSetup } from './app-protocol.ts';

export interface AppStation extends AsyncDisposable {
  ask<C extends AppCommandName>(command: C, input: AppCommand[C]['input']): Promise<AppCommand[C]['output']>;
}

interface Answer {
  readonly ready?: true;
  readonly call?: number;
  readonly output?: unknown;
  readonly error?: string;
}

/** Starts the application as another workstation, and waits until it answers. */
export async function spawnAppStation(setup: AppStationSetup, password: string): Promise<AppStation> {
  const child = fork(fileURLToPath(new URL('app-station.ts', import.meta.url)), [JSON.stringify(setup)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { ...process.env, COUCHDB_PASSWORD: password },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const ready = Promise.withResolvers<void>();
  const ended = once(child, 'exit');
  child.on('exit', () => {
    const error = new Error(`the station of ${setup.operator} has ended`);
    ready.reject(error);
    for (const { reject } of waiting.values()) reject(error);
  });
  child.on('message', ({ ready: isReady, call = 0, output, error }: Answer) => {
    if (isReady) ready.resolve();
    const asked = waiting.get(call);
    waiting.delete(call);
    if (error === undefined) asked?.resolve(output);
    else asked?.reject(new Error(`${setup.operator}: ${error}`));
  });
  await ready.promise;
  let calls = 0;
  const ask: AppStation['ask'] = (command, input) => {
    const asked = Promise.withResolvers<unknown>();
    calls += 1;
    waiting.set(calls, asked);
    child.send({ call: calls, command, input });
    return asked.promise as never;
  };
  return {
    ask,
    async [Symbol.asyncDispose]() {
      if (child.connected) await ask('close', {}).catch(() => child.kill('SIGKILL'));
      await ended;
    },
  };
}
