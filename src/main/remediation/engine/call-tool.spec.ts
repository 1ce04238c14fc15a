import { describe, expect, it } from 'vitest';
import type { AuditAct } from '../../audit/audit.ts';
import { McpError, type McpErrorCode } from '../../mcp/mcp-error.ts';
import type { ToolResult, WritePermit } from '../../mcp/session.ts';
import { createRunningClock, bob, never } from '../../../../test/support/remediation-world.ts';
import { instant } from '../../../shared/model/ids.ts';
import { callTool } from './call-tool.ts';
import type { EntryOf } from './journal.ts';
import type { RemediationPorts } from './ports.ts';

const secret = 'hunter2-of-the-console';
const intent: EntryOf<'call-intended'> = {
  seq: 4,
  at: instant(0),
  is: 'call-intended',
  phase: 'run',
  step: 0,
  source: 'vcenter-a',
  tool: 'vm_restart',
  arguments: { vm: 'vm-7', note: `with ${secret}` },
  does: 'restarts web-01',
};
const answer = (text: string, isError = false): ToolResult => ({ isError, text, data: {}, form: 'text' });

/** One call with a server that answers so, and what the audit was told of it. */
async function call(
  take: (permit: WritePermit) => ToolResult,
  begin: (act: AuditAct) => void = () => {},
  saysFailed?: (tool: string, text: string) => boolean,
): Promise<{
  readonly returned: Awaited<ReturnType<typeof callTool>>;
  readonly sent: readonly WritePermit[];
  readonly acts: readonly AuditAct[];
  readonly ends: readonly unknown[];
}> {
  const sent: WritePermit[] = [];
  const acts: AuditAct[] = [];
  const ends: unknown[] = [];
  const returned = await callTool(
    {
      remediation: 'R-1',
      intent,
      ...(saysFailed && { saysFailed }),
      by: bob,
      signal: never,
      writer: {
        source: 'vcenter-a',
        callTool: async (permit) => {
          sent.push(permit);
          return take(permit);
        },
      },
    },
    {
      audit: {
        begin: async (act: AuditAct) => {
          begin(act);
          acts.push(act);
          return { end: async (...said: unknown[]) => void ends.push(said) };
        },
      },
      clock: createRunningClock(),
      judge: { killSwitch: () => undefined },
      removeSecrets: async () => (text: string) => text.replaceAll(secret, '…'),
    } as unknown as RemediationPorts,
  );
  return { returned, sent, acts, ends };
}

describe('a call of a tool that changes something', () => {
  it('is sent as it was intended, after the audit has it', async () => {
    const order: string[] = [];
    const { returned, sent, ends } = await call(
      () => {
        order.push('sent');
        return answer('done');
      },
      () => order.push('audit'),
    );
    expect(order).toEqual(['audit', 'sent']);
    expect(sent).toEqual([
      { source: 'vcenter-a', tool: 'vm_restart', arguments: intent.arguments, intent: 'R-1/4' },
    ]);
    expect(returned).toMatchObject({ result: 'answered', excerpt: 'done' });
    expect(ends).toMatchObject([['done', { result: 'answered', digest: returned.digest }]]);
  });

  it('is not made when the audit cannot have it', async () => {
    const { returned, sent } = await call(
      () => answer('done'),
      () => {
        throw new Error('no space left on device');
      },
    );
    expect(sent).toEqual([]);
    expect(returned).toMatchObject({
      result: 'not-sent',
      excerpt: expect.stringContaining('no space left'),
    });
  });

  it('leaves no secret in the audit or the journal, whether it worked or not', async () => {
    const worked = await call(() => answer(`done with ${secret}`));
    const failed = await call(() => {
      throw new Error(`refused ${secret}`);
    });
    for (const { returned, acts, ends, sent } of [worked, failed]) {
      expect(JSON.stringify([returned, acts, ends])).not.toContain(secret);
      // The server gets what was planned.
      expect(sent[0]?.arguments).toEqual(intent.arguments);
    }
    expect(worked.acts).toMatchObject([{ details: { arguments: { vm: 'vm-7', note: 'with …' } } }]);
  });

  it.each<[string, () => ToolResult, string]>([
    ['an answer', () => answer('done'), 'answered'],
    ['an answer that says that it failed', () => answer('no', true), 'said-failed'],
    ['an error of the server', () => thrown('protocol'), 'said-failed'],
    [
      'an error of the server that it waited in vain itself',
      () => thrown('protocol', false, -32_001),
      'lost',
    ],
    ['silence', () => thrown('timeout'), 'lost'],
    ['a connection that broke', () => thrown('disconnected'), 'lost'],
    ['a connection that was never there', () => thrown('disconnected', true), 'not-sent'],
    ['anything else', () => thrown(undefined), 'lost'],
  ])('after %s is what is certain of it, and no more', async (_, take, result) => {
    expect((await call(take)).returned.result).toBe(result);
  });

  it('has failed where the server says so in its own words only', async () => {
    const said = async (text: string) =>
      (
        await call(
          () => answer(text),
          () => {},
          (tool, words) => tool === 'vm_restart' && words.includes('"success":false'),
        )
      ).returned.result;
    expect(await said('{"success":false}')).toBe('said-failed');
    expect(await said('{"success":true}')).toBe('answered');
  });
});

function thrown(code: McpErrorCode | undefined, notExecuted = false, rpcCode?: number): never {
  if (code === undefined) throw new Error('something broke');
  throw new McpError('vcenter-a', code, 'it went wrong', {
    notExecuted,
    ...(rpcCode !== undefined && { rpcCode }),
  });
}
