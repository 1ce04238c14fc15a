import { malform } from '../../src/lab/damage.ts';
import type { FaultName } from '../../src/lab/fault-kinds.ts';
import { createLabRandom } from '../../src/lab/random.ts';
import { sshStorageAdapter } from '../../src/main/collectors/storage/ssh/adapter.ts';
import type { InventoryView } from '../../src/main/inventory/view.ts';
import { McpError } from '../../src/main/mcp/mcp-error.ts';
import type { ToolResult } from '../../src/main/mcp/session.ts';
import type { ActionStage } from './action-stage.ts';
import { buildEntity, buildView } from './build-view.ts';
import { collectEntities } from './network-estate.ts';
import { scriptedCeph, textResult } from './scripted-ceph.ts';

const source = 'ceph';

/**
 * The scripted Ceph cluster as a stage that actions are rehearsed on, with the faults that the lab has. The same tool
 * reads and writes there: its faults strike both.
 */
export async function openCephStage(): Promise<ActionStage> {
  const ceph = scriptedCeph();
  const random = createLabRandom('ceph', 'faults');
  const faults = new Map<string, { readonly name: FaultName; readonly after: boolean }>();
  const arrived: string[] = [];
  const had = new Map<string, number>();
  let turn = 0;
  let view: InventoryView = buildView([]);

  const call = (tool: string, args: Readonly<Record<string, unknown>>, writes: boolean): ToolResult => {
    const fault = faults.get(tool);
    const act = () => {
      arrived.push(writes ? tool : `${tool} to read`);
      return ceph.answer(tool, args);
    };
    const lost = (code: 'timeout' | 'disconnected' | 'protocol' | 'untrusted', notExecuted = false) =>
      new McpError(source, code, 'as the fault has it', { notExecuted });
    const answered = (change: (text: string) => string): ToolResult => {
      const result = act();
      return { ...result, text: change(result.text) };
    };
    switch (fault?.name) {
      case undefined:
      case 'slow':
      case 'paging-repeat':
      case 'paging-endless':
        return act();
      case 'hang':
        throw lost('timeout');
      case 'error':
        return { ...textResult('it failed'), isError: true };
      case 'rpc-error':
        throw lost('protocol');
      case 'disconnect':
        if (fault.after) act();
        throw lost('disconnected');
      case 'lies':
      case 'partial':
        return writes ? textResult('marked as you wish') : act();
      case 'acts-but-fails': {
        const result = act();
        return writes ? { ...textResult('[stderr]\nError EIO\n\n\n[exit 5]'), isError: true } : result;
      }
      case 'malformed':
        return answered((text) => damaged(text));
      case 'wrong-shape':
        return answered(() => '{"surprise":true}');
      case 'truncated':
        return answered((text) => text.slice(0, text.length / 2));
      case 'garbage':
        return answered((text) => `%% not JSON\n${text}`);
      case 'flood':
        return answered((text) => `${text}\n${'x'.repeat(200_000)}`);
      case 'tools-changed':
        throw lost('untrusted', true);
    }
  };

  function damaged(text: string): string {
    try {
      return JSON.stringify(malform(JSON.parse(text) as Record<string, unknown>, random));
    } catch {
      return text.replaceAll(/\w/g, '?');
    }
  }

  const session = {
    source,
    server: ceph.recording.server,
    callTool: (tool: string, args: Readonly<Record<string, unknown>>) =>
      new Promise<ToolResult>((resolve) => {
        const refusal = sshStorageAdapter.guard?.(tool, args);
        if (refusal !== undefined) throw new McpError(source, 'argument-refused', refusal);
        resolve(call(tool, args, false));
      }),
    readResource: () => Promise.resolve([]),
  };
  const look = async () => {
    const { entities } = await collectEntities(sshStorageAdapter, session);
    view = buildView([...entities, buildEntity('disk', 'sda', { source, attributes: { serial: 'S1' } })]);
    return view;
  };
  await look();

  return {
    source,
    lab: {
      call: (_, { command }) => {
        if (typeof command === 'string') ceph.change(command);
        return Promise.resolve(undefined);
      },
      pass: () => Promise.resolve(),
      get view() {
        return view;
      },
      look,
      fresh: (candidates) => {
        const [next] = candidates.toSorted((a, b) => (had.get(a.id) ?? 0) - (had.get(b.id) ?? 0));
        if (!next) throw new Error('the cluster has nothing to rehearse with');
        had.set(next.id, (turn += 1));
        return next;
      },
    },
    reader: (_, asked) =>
      Promise.resolve({
        source,
        call: (tool, args) => {
          asked?.add(tool);
          return session.callTool(tool, args);
        },
      }),
    writer: (writes) => ({
      source,
      callTool: ({ tool, arguments: args }) =>
        new Promise((resolve) => {
          if (!writes.includes(tool)) throw new McpError(source, 'not-permitted', `${tool} was not declared`);
          resolve(call(tool, args, true));
        }),
    }),
    fault: (name, tools, settings = {}) => {
      for (const tool of tools)
        faults.set(tool, { name: name as FaultName, after: settings['phase'] === 'after' });
      return Promise.resolve();
    },
    liftFaults: () => {
      faults.clear();
      return Promise.resolve();
    },
    arrived: () => arrived,
    reconnect: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
