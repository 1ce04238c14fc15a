import { readFileSync } from 'node:fs';
import type { ToolResult } from '../../src/main/mcp/session.ts';
import { sshStorageAdapter } from '../../src/main/collectors/storage/ssh/adapter.ts';
import type { Entity } from '../../src/shared/model/entity.ts';
import { collectEntities } from './network-estate.ts';
import { replay, type Recording } from './recorded-session.ts';

const file = new URL('../../src/main/collectors/storage/ssh/fixtures/ceph.json', import.meta.url);
const write = /^ceph --connect-timeout 15 osd (in|out) osd\.(\d+)$/;

/** A Ceph cluster behind ssh-mcp that answers as a real one did when it was recorded, and whose OSDs can be taken out and in. */
export interface ScriptedCeph {
  readonly recording: Recording;
  /** As it was collected when it was recorded. */
  entities(): Promise<readonly Entity[]>;
  answer(tool: string, args: Readonly<Record<string, unknown>>): ToolResult;
  /** Changes it, whatever way it is reached; `osd out osd.1`. */
  change(command: string): void;
}

export function scriptedCeph(): ScriptedCeph {
  const recording = JSON.parse(readFileSync(file, 'utf8')) as Recording;
  const out = new Set<number>();
  const patched = (command: string, text: string): string => {
    if (!command.includes(' osd dump ')) return text;
    const map = JSON.parse(text.split('\n\n[stderr]')[0] ?? '') as {
      osds: { osd: number; in: number; weight: number }[];
    };
    for (const osd of map.osds) osd.in = osd.weight = out.has(osd.osd) ? 0 : 1;
    return JSON.stringify(map);
  };
  const change = (command: string) => {
    const [, verb, id] = write.exec(`ceph --connect-timeout 15 ${command}`) ?? [];
    if (id === undefined) throw new Error(`the scripted cluster does not know ${command}`);
    if (verb === 'out') out.add(Number(id));
    else out.delete(Number(id));
  };
  return {
    recording,
    entities: async () => (await collectEntities(sshStorageAdapter, replay(recording, 'ceph'))).entities,
    change,
    answer(tool, args) {
      const command = typeof args['command'] === 'string' ? args['command'] : '';
      const [, verb, id] = write.exec(command) ?? [];
      if (tool === 'run-command' && verb !== undefined && id !== undefined) {
        change(`osd ${verb} osd.${id}`);
        return textResult(`[stderr]\nmarked ${verb} osd.${id}. \n`);
      }
      const found = recording.calls.find(
        (call) =>
          call.tool === tool &&
          call.args['command'] === args['command'] &&
          call.args['profile'] === args['profile'],
      );
      // What was not asked when it was recorded can be asked of either host.
      const call =
        found ?? recording.calls.find((one) => one.tool === tool && one.args['command'] === args['command']);
      if (!call) throw new Error(`not recorded: ${tool} ${command}`);
      return { ...textResult(patched(command, call.result.text)), isError: call.result.isError };
    },
  };
}

export const textResult = (text: string): ToolResult => ({
  isError: false,
  text,
  data: undefined,
  form: 'text',
});
