import { labOf, labSource } from '../../embedded-lab.ts';
import { McpError } from '../../mcp/mcp-error.ts';
import type { Handler } from '../handler.ts';
import { configured } from './configured.ts';
import { takeAway } from './take-away.ts';

export const removeLab: Handler<'sources.removeLab'> = async ({ inventory }, { app }) => {
  const config = await configured(app, labSource);
  if (!labOf(config)) {
    throw new McpError(labSource, 'unknown-server', 'it is not the lab', {
      hint: 'Remove it as any other source.',
    });
  }
  const { forgotten } = await takeAway(app, config, inventory);
  return { ...(forgotten && { forgotten }) };
};
