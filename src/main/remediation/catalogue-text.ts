import { z } from 'zod';
import { domains, type Domain } from '../../shared/model/kind.ts';
import { kindDefinition } from '../../shared/model/kinds/registry.ts';
import type { ActionAdapter } from './action-adapter.ts';
import type { RemediationAction } from './action.ts';

const titles: Record<Domain, string> = {
  vmware: 'Virtualization',
  kubernetes: 'Kubernetes',
  network: 'Network',
  storage: 'Storage',
  infrastructure: 'Infrastructure',
};

/** `docs/actions.md`: every action with its parameters, its risk, what it calls and how its effect is proven. */
export function actionsCatalogue(actions: readonly RemediationAction[]): string {
  const domainOf = ({ targets }: RemediationAction): Domain | undefined =>
    targets[0] === undefined ? undefined : kindDefinition(targets[0]).domain;
  const sections = domains.flatMap((domain) => {
    const own = actions.filter((action) => domainOf(action) === domain);
    return own.length === 0 ? [] : [`## ${titles[domain]}`, ...own.map(actionText)];
  });
  return `${[
    '# Remediation catalogue',
    'What can be done about a problem, and nothing else: a proposal, whoever makes it, names one of these actions, a target in the inventory and parameters that its schema accepts. Policy decides what may run and who approves it; out of the box nothing runs by itself.',
    'Each action reads its target live, from the system and not from the inventory, and refuses to begin while a pre-check does not hold. The plan shows the exact calls. Afterwards the target is read again until a stated condition is met or its time is over; what a tool says of its success is never taken for one. What can be taken back is, when the condition is not met.',
    '## Adding one',
    `An action is one folder in \`src/main/remediation/actions/\`, called by its id with \`--\` for each dot, and one line in \`registry.ts\`:

- \`action.ts\`: \`defineAction\` with a strict schema (units belong into the names of parameters), risk, reversibility, permission, what the inventory alone already refuses, and parameters that fit when nobody has said any;
- one file for each kind of MCP server, called by its collector's adapter (\`vsphere.ts\`); what holds on all of them is written once beside (\`on-server.ts\`, \`shared/\`): which tools it may call to change something, the live read, pre-checks, plan, verification, rollback. Everything but the read is a pure function. A condition must be one that the action alone brings about: started later than before, not merely running;
- \`rehearsal.ts\`: how it is tried out on the lab.

Its id stands in \`src/shared/model/action-id.ts\`. \`npm run docs:actions\` writes this page. The contract (\`test/support/action-contract.ts\`) then plays it on the lab without a fault and under every fault that the lab knows: nothing is written while it looks, only declared tools are called, a server that lies is found out, one that acts and says that it failed is seen to have acted, a damaged answer is no fact, and a rollback leaves what it promises.`,
    ...sections,
  ].join('\n\n')}\n`;
}

function actionText(action: RemediationAction): string {
  const { reversibility } = action;
  const targets = action.targets.map((kind) => kindDefinition(kind).title).join(' or ');
  const lines = [
    `- For: ${targets}`,
    ...parameterLines(action),
    `- Risk: ${action.risk}, before policy raises it; approved at least by: ${action.permission}`,
    `- Taken back: ${reversibility.is === 'reversible' ? reversibility.how : `no, ${reversibility.because}`}`,
    ...action.adapters.map(adapterLine),
  ];
  return `### ${action.id}\n\n${action.title}.\n\n${lines.join('\n')}`;
}

const property = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  items: z.looseObject({ type: z.string().optional() }).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  default: z.unknown().optional(),
  description: z.string().optional(),
});
const objectSchema = z.looseObject({
  properties: z.record(z.string(), property).default({}),
  required: z.array(z.string()).default([]),
});

function parameterLines({ parameters }: RemediationAction): string[] {
  const { properties, required } = objectSchema.parse(z.toJSONSchema(parameters, { io: 'input' }));
  const names = Object.keys(properties);
  if (names.length === 0) return ['- Parameters: none'];
  return [
    '- Parameters:',
    ...names.map((name) => {
      const one = properties[name];
      const parts = [
        one?.enum?.join(', ') ??
          (one?.items ? `list of ${one.items.type ?? 'values'}` : (one?.type ?? 'value')),
        ...(one?.minimum === undefined || one.maximum === undefined
          ? []
          : [`${one.minimum} to ${one.maximum}`]),
        ...(required.includes(name)
          ? []
          : [one?.default === undefined ? 'optional' : `${JSON.stringify(one.default)} when left out`]),
      ];
      return `  - \`${name}\` (${parts.join('; ')})${one?.description === undefined ? '' : `: ${one.description}`}`;
    }),
  ];
}

const minutes = (seconds: number) => (seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`);

function adapterLine({
  server,
  writes,
  verifyWithinSeconds,
  pollEverySeconds,
}: ActionAdapter<unknown>): string {
  const tools = writes.map((tool) => `\`${tool}\``).join(', ');
  return `- On \`${server}\`: may call ${tools}; looked at every ${minutes(pollEverySeconds)} for ${minutes(verifyWithinSeconds)}`;
}
