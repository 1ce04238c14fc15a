import { z } from 'zod';
import type { McpSession } from '../mcp/session.ts';
import { askTool } from './ask-tool.ts';
import type { CollectContext } from './collector.ts';

/* How servers of our own that ask many devices the same answer: one item for each device, with its status. */
const pageSchema = z.object({ items: z.array(z.unknown()) });
const visitSchema = z.object({
  device: z.string(),
  status: z.enum(['complete', 'partial', 'failed']),
  problems: z.array(z.object({ what: z.string(), reason: z.string() })).default([]),
  notGiven: z.array(z.string()).default([]),
});
type Visit = z.output<typeof visitSchema>;

/** What one device answered to one tool. */
export interface Part<T> {
  /** Absent: nothing of it can be used. */
  readonly value?: T;
  /** Why it is not whole, or not there. */
  readonly trouble?: string;
  readonly notGiven: readonly string[];
}

/** What devices answered to one tool, by name. Every one of `devices` is in it. */
export async function askDevices<S extends z.ZodType>(
  session: McpSession,
  context: CollectContext,
  tool: string,
  devices: readonly string[],
  schema: S,
  args: Readonly<Record<string, unknown>> = {},
): Promise<ReadonlyMap<string, Part<z.output<S>>>> {
  if (devices.length === 0) return new Map();
  const answer = await askTool(
    session,
    context,
    tool,
    { ...args, devices: [...devices], limit: devices.length },
    pageSchema,
  );
  if (!answer.ok) return new Map(devices.map((name) => [name, { trouble: answer.reason, notGiven: [] }]));
  const visits = new Map<string, { readonly visit: Visit; readonly raw: unknown }>();
  for (const raw of answer.value.items) {
    const visit = visitSchema.safeParse(raw);
    if (visit.success) visits.set(visit.data.device, { visit: visit.data, raw });
  }
  return new Map(
    devices.map((name) => {
      const found = visits.get(name);
      return [
        name,
        found ? partOf(tool, schema, found) : { trouble: `${tool}: nothing of ${name}`, notGiven: [] },
      ];
    }),
  );
}

function partOf<S extends z.ZodType>(
  tool: string,
  schema: S,
  { visit, raw }: { readonly visit: Visit; readonly raw: unknown },
): Part<z.output<S>> {
  const { status, problems, notGiven } = visit;
  const told = problems
    .map(({ what, reason }) => `${what}: ${reason}`)
    .join('; ')
    .slice(0, 300);
  const trouble = status === 'complete' ? undefined : told || `${tool}: ${status}`;
  if (status === 'failed') return { trouble: trouble ?? status, notGiven };
  const parsed = schema.safeParse(raw);
  if (!parsed.success)
    return { trouble: `${tool}: ${z.prettifyError(parsed.error).slice(0, 300)}`, notGiven };
  return { value: parsed.data, notGiven, ...(trouble !== undefined && { trouble }) };
}
