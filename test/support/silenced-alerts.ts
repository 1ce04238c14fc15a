import type { SilencePort } from '../../src/main/remediation/engine/silencing.ts';
import { intentIsOnDisk } from '../../src/main/remediation/engine/permits.ts';
import { McpError } from '../../src/main/mcp/mcp-error.ts';
import type { ToolResult } from '../../src/main/mcp/session.ts';
import type { MemoryStore } from './memory-store.ts';
import { createProcess, type Process } from './remediation-world.ts';

/** How a tool of it takes a call. */
export type SilenceBehaviour = 'acts' | 'acts-but-fails' | 'lies' | 'unreachable';

export interface HeldSilence {
  readonly labels: unknown;
  readonly until: string;
  readonly comment: string;
  lifted: boolean;
}

/** An Alertmanager that holds silences, and takes calls only with a permit. */
export function createAlertmanager(
  store: MemoryStore,
  behaviour: { create?: SilenceBehaviour; remove?: SilenceBehaviour } = {},
) {
  const held: HeldSilence[] = [];
  const arrived: string[] = [];
  const state = { readable: true, sources: ['am'] as readonly string[] };
  let running: Process = createProcess();
  const answer = (isError: boolean): ToolResult => ({
    isError,
    text: isError ? 'no' : 'ok',
    data: {},
    form: 'json',
  });
  const port: SilencePort = {
    sources: async () => state.sources,
    creation: (silence) => ({ tool: 'create-silence', arguments: { ...silence } }),
    removal: (silence) => ({ tool: 'delete-silence', arguments: { silence } }),
    async inForce() {
      if (!state.readable) throw new McpError('am', 'disconnected', 'it does not answer');
      return held.flatMap(({ comment, lifted }, place) => (lifted ? [] : [{ id: `s${place}`, comment }]));
    },
    writer: () => ({
      source: 'am',
      async callTool(permit, options) {
        if (!(await intentIsOnDisk(store.remediations, permit)))
          throw new Error('there is no intent on disk');
        const stopped = options?.stopped?.();
        if (stopped !== undefined) throw new McpError('am', 'not-permitted', stopped, { notExecuted: true });
        await running.effect(`call ${permit.tool}`);
        arrived.push(permit.intent);
        const isCreation = permit.tool === 'create-silence';
        const how = (isCreation ? behaviour.create : behaviour.remove) ?? 'acts';
        if (how === 'unreachable') throw new McpError('am', 'disconnected', 'gone', { notExecuted: true });
        if (how !== 'lies') {
          if (isCreation)
            held.push({ ...(permit.arguments as unknown as Omit<HeldSilence, 'lifted'>), lifted: false });
          else {
            const one = held[Number(String(permit.arguments['silence']).slice(1))];
            if (one) one.lifted = true;
          }
        }
        await running.effect(`answer ${permit.tool}`);
        return answer(how === 'acts-but-fails');
      },
    }),
  };
  return { port, held, arrived, state, within: (process: Process) => void (running = process) };
}
