import type { Client } from '../../shared/contract/client.ts';
import { DomainError } from '../platform/errors.ts';
import type { CliContext } from './context.ts';
import { withoutEscapes } from './output.ts';
import type { Terminal } from './terminal.ts';

export interface GlassOptions {
  readonly breakGlass?: true;
  readonly type?: string;
}

/**
 * What somebody types who runs one although the shared database does not answer. It is asked for at a terminal, after
 * what cannot be excluded was shown; a script has to bring it along.
 */
export async function typedGlass(
  context: CliContext,
  io: Terminal,
  client: Client,
  id: string,
  { breakGlass, type: brought }: GlassOptions,
): Promise<{ readonly breakGlass?: { readonly typed: string } }> {
  if (breakGlass === undefined) {
    if (brought === undefined) return {};
    throw new DomainError('usage', '--type is only for --break-glass', { hint: 'Say both, or neither.' });
  }
  const { possible, why, statement, type } = withoutEscapes(await client.remediation.breakGlassOf({ id }));
  if (!possible) {
    throw new DomainError('glass-not-needed', `Glass is not broken for ${id}: ${why ?? ''}.`, {
      hint: `See how it stands: \`datacenter-docs remediation show ${id}\`.`,
    });
  }
  if (brought !== undefined) return { breakGlass: { typed: brought } };
  if (!io.isInteractive) {
    throw new DomainError('usage', 'expected --type: there is no terminal to ask on', {
      hint: `${statement} Whoever has made sure of that says --type ${JSON.stringify(type)}.`,
    });
  }
  io.show(context.output.color.red(statement));
  return { breakGlass: { typed: await io.ask(`Type "${type}" to run it all the same: `, context.signal) } };
}
