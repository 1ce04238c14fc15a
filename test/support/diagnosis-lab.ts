import { once } from 'node:events';
import { acceptBuiltIn } from '../../src/main/mcp/open-mcp.ts';
import { parseServer } from '../../src/main/mcp/server-config.ts';
import type { RemediationAction } from '../../src/main/remediation/action.ts';
import type { InventoryView } from '../../src/main/inventory/view.ts';
import type { InputOf } from '../../src/shared/contract/contract.ts';
import type { Diagnosis } from '../../src/shared/model/diagnosis.ts';
import { openAppClient, type AppClient } from './app-client.ts';
import { spawnHttpLab } from './lab-client.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The whole application over a lab that goes on between two runs, and whose scenarios a spec switches. */
export interface DiagnosisLab extends AsyncDisposable {
  readonly console: AppClient;
  /** Switches scenarios on, lets time pass, collects, runs, and puts everything back. */
  during<T>(
    scenarios: readonly string[],
    seconds: number,
    run: (view: InventoryView) => Promise<T>,
  ): Promise<T>;
  /** Moves simulated time on and collects. */
  passes(seconds: number): Promise<void>;
  /** Moves simulated time on. */
  advance(seconds: number): Promise<void>;
  diagnose(input: InputOf<'tickets.diagnose'> | string): Promise<Diagnosis>;
}

export async function openDiagnosisLab(
  actions: readonly RemediationAction[],
  { seed }: { readonly seed?: string } = {},
): Promise<DiagnosisLab> {
  const folder = temporaryFolder();
  const { child, url } = await spawnHttpLab([
    '--frozen',
    '--now',
    new Date().toISOString(),
    ...(seed === undefined ? [] : ['--seed', seed]),
  ]);
  const console = await openAppClient(folder.path, 'alice', { actions });
  const { app, client } = console;
  const parsed = parseServer('lab', {
    type: 'http',
    url,
    // Its controls are let through as reading, so that a spec may use them.
    datacenterDocs: { simulated: true, readOnlyTools: ['lab_scenario', 'lab_advance'] },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  await app.mcp.servers.put([parsed.config]);
  await acceptBuiltIn(app.mcp.pool, 'lab');
  const control = async (tool: string, args: Record<string, unknown>) => {
    const result = await (await app.mcp.pool.session('lab')).callTool(tool, args);
    if (result.isError) throw new Error(result.text);
  };
  const advance = (seconds: number) => control('lab_advance', { seconds });
  const passes = async (seconds: number) => {
    await advance(seconds);
    await app.collect({});
  };
  await app.collect({});
  return {
    console,
    passes,
    advance,
    async during(scenarios, seconds, run) {
      for (const name of scenarios) await control('lab_scenario', { name, on: true });
      try {
        await passes(seconds);
        return await run(await app.inventory.view());
      } finally {
        for (const name of scenarios) await control('lab_scenario', { name, on: false });
        await passes(60);
      }
    },
    diagnose: (input) => client.tickets.diagnose(typeof input === 'string' ? { body: input } : input),
    async [Symbol.asyncDispose]() {
      await console.close();
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      folder[Symbol.dispose]();
    },
  };
}
