import type { Handler } from '../handler.ts';
import { entityRef, presentEntity } from './entities.ts';

export const graph: Handler<'topology.graph'> = async (input, { app }) => {
  const view = await app.inventory.view(input.at);
  const focus = input.focus === undefined ? undefined : presentEntity(view, input.focus);
  const failed = input.failed === undefined ? undefined : presentEntity(view, input.failed);
  const { lens, depth, expanded, collapsed, limit } = input;
  const found = await app.topology.graph(view, {
    lens,
    depth,
    expanded,
    collapsed,
    limit,
    ...(focus && { focus }),
    ...(failed && { failed }),
  });
  return {
    at: view.at,
    lens,
    ...(focus && { focus: entityRef(focus) }),
    ...(failed && { failed: entityRef(failed) }),
    nodes: found.nodes.map((node) => ({
      id: node.id,
      type: node.shown ? ('entity' as const) : ('group' as const),
      kind: node.kind,
      name: node.name,
      ...(node.home !== undefined && { home: node.home }),
      ...(node.shown && { source: node.shown.source }),
      simulated: node.shown?.simulated ?? false,
      ...(node.frame !== undefined && { frame: node.frame }),
      framed: node.isFrame,
      open: node.open,
      canOpen: node.canOpen,
      count: node.count,
      folded: [...node.folded],
      findings: node.findings,
      ...(node.severity && { severity: node.severity }),
      ...(node.state && { state: node.state }),
      ...(node.impact && { impact: node.impact }),
    })),
    edges: found.edges.map((edge) => ({ id: `${edge.from}\n${edge.type}\n${edge.to}`, ...edge })),
    total: found.total,
    shown: found.shown,
    limited: found.limited,
    truncated: found.truncated,
    ...(found.impactElsewhere && { impactElsewhere: found.impactElsewhere }),
  };
};
