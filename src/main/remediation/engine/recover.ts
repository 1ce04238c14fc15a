import type { Remediation } from '../../../shared/model/remediation.ts';
import { McpError } from '../../mcp/mcp-error.ts';
import type { RemediationPorts, TargetServer } from './ports.ts';
import type { Workpiece } from './make-plan.ts';
import { withEntry } from './journal.ts';
import type { Records } from './records.ts';
import { openIntent, trailOf } from './trail.ts';

/** Notes that a remediation was interrupted: from then on it is looked at, and none of its calls is made. */
export async function noteInterruption(
  id: string,
  records: Pick<Records, 'update'>,
  { clock }: Pick<RemediationPorts, 'clock'>,
): Promise<Remediation> {
  return records.update(id, (now) =>
    withEntry(now, { is: 'recovered', text: interruption(now) }, clock.now()),
  );
}

function interruption(record: Remediation): string {
  const trail = trailOf(record);
  const open = openIntent(trail);
  const where = trail.phase === 'run' ? '' : ' of the rollback';
  if (open) {
    return `it was interrupted while step ${open.step + 1}${where} was under way: it is not made again, what became of it is read back`;
  }
  return trail.made.length === 0
    ? `it was interrupted before the first step${where}`
    : `it was interrupted after step ${trail.made.length}${where}: nothing more is sent, and what it is like now is read back`;
}

/**
 * What is needed to look at the target of one that was interrupted. The server is connected at each read, so that one
 * that is away for a while counts as not read.
 */
export async function workpieceToLookAt(
  record: Remediation,
  { catalogue, inventory, servers }: Pick<RemediationPorts, 'catalogue' | 'inventory' | 'servers'>,
): Promise<Workpiece | string> {
  const action = catalogue.find(({ id }) => id === record.action);
  if (!action) return `the catalogue has no action ${record.action} any more`;
  const view = await inventory.view();
  const target = view.get(record.target);
  if (!target) return `${record.targetName} is not in the inventory any more`;
  const adapter = action.adapters.find(({ server }) => server === record.plan?.adapter);
  if (!adapter) return `"${action.title}" is not known for this kind of server any more`;
  const [source = ''] = record.plan?.calls.map((call) => call.source) ?? [];
  const server: TargetServer = {
    adapters: [adapter.server],
    reader: {
      source,
      call: async (tool, args) => (await servers.open(source)).reader.call(tool, args),
    },
    writer: () => ({
      source,
      callTool: () =>
        Promise.reject(
          new McpError(source, 'not-permitted', 'what was interrupted is only looked at', {
            notExecuted: true,
          }),
        ),
    }),
  };
  return {
    action,
    subject: { target, parameters: record.parameters, view },
    adapter,
    server,
    source,
    conditions: record.plan?.conditions ?? [],
    conditionsWithinSeconds: 0,
  };
}
