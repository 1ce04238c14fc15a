import { collectors } from '../../collectors/registry.ts';
import type { ServerDescription } from '../../mcp/session.ts';

/** Tools that the adapters for this kind of server know to change nothing. */
export function vouchedTools(server: ServerDescription): Set<string> {
  return new Set(
    collectors.flatMap(({ adapters }) =>
      adapters.filter((adapter) => adapter.matches(server)).flatMap((adapter) => adapter.readOnlyTools),
    ),
  );
}
