import type { DiagramGraph, DiagramShape } from '../../../shared/model/block.ts';
import { edgeText } from '../diagram.ts';
import { escapeHtml } from './escape-html.ts';
import type { RenderContext } from './context.ts';
import { layoutGraph, textWidth, type Box } from './svg-layout.ts';
import { severityMark } from './markdown.ts';

/**
 * A graph as an SVG picture that needs nothing but the page's own style: visible offline, in print, light and dark.
 * The description says the same to those who cannot see it.
 */
export function graphSvg(
  graph: DiagramGraph,
  title: string,
  description: string,
  context: RenderContext,
): string {
  const layout = layoutGraph(graph);
  const parts: string[] = [];
  const titles: string[] = [];
  for (const group of graph.groups) {
    const box = layout.groups.get(group.id);
    if (box === undefined) continue;
    parts.push(
      `<rect class="group" x="${n(box.x)}" y="${n(box.y)}" width="${n(box.width)}" height="${n(box.height)}" rx="8"/>`,
    );
    titles.push(
      `<text class="group" x="${n(box.x + 12)}" y="${n(box.y + 20)}">${escapeHtml(group.label)}</text>`,
    );
  }
  const labels: string[] = [];
  const arrivals = new Map<string, number>();
  for (const edge of graph.edges) {
    const from = layout.nodes.get(edge.from);
    const to = layout.nodes.get(edge.to);
    if (from === undefined || to === undefined) continue;
    const arriving = arrivals.get(edge.to) ?? 0;
    arrivals.set(edge.to, arriving + 1);
    const { path, middle } = route(from, to, arriving);
    const marker = edge.directed ? ' marker-end="url(#arrow)"' : '';
    parts.push(`<path class="edge${edge.links > 1 ? ' many' : ''}" d="${path}"${marker}/>`);
    const text = edgeText(edge);
    if (text !== '') {
      labels.push(`<text class="label" x="${n(middle.x)}" y="${n(middle.y + 4)}">${escapeHtml(text)}</text>`);
    }
  }
  for (const node of graph.nodes) {
    const box = layout.nodes.get(node.id);
    if (box === undefined) continue;
    const mark = node.severity === undefined ? '' : `${severityMark[node.severity]} `;
    const width = textWidth(mark + node.label);
    const fit =
      width > box.width - 12 ? ` textLength="${n(box.width - 12)}" lengthAdjust="spacingAndGlyphs"` : '';
    const drawn =
      outline(node.shape, box, node.severity === undefined ? 'node' : `node ${node.severity}`) +
      `<text class="node" x="${n(box.x + box.width / 2)}" y="${n(box.y + box.height / 2 + 4.5)}"${fit}>${escapeHtml(mark + node.label)}</text>`;
    const { href, title: hover } = node.entity === undefined ? {} : context.entity(node.entity);
    const body = hover === undefined ? drawn : `<title>${escapeHtml(hover)}</title>${drawn}`;
    parts.push(href === undefined ? `<g>${body}</g>` : `<a href="${escapeHtml(href)}"><g>${body}</g></a>`);
  }
  const { width, height } = layout;
  return [
    `<svg class="diagram" viewBox="0 0 ${n(width)} ${n(height)}" width="${n(width)}" height="${n(height)}" style="min-width:min(${n(width)}px,44rem)" role="img" aria-label="${escapeHtml(`${title}. ${description}`)}">`,
    ...parts,
    ...titles,
    ...labels,
    '</svg>',
  ].join('');
}

/** What all pictures of a page share: it stands once in the page. */
export const sharedSvg =
  '<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="9" orient="auto-start-reverse"><path d="M0 0 10 5 0 10z"/></marker></defs></svg>';

/** A curve between the sides that face each other. */
function route(from: Box, to: Box, arriving: number): { path: string; middle: { x: number; y: number } } {
  const fromX = from.x + from.width / 2;
  const toX = to.x + to.width / 2;
  const apart = Math.max(to.y - (from.y + from.height), from.y - (to.y + to.height));
  if (apart > 8) {
    const down = to.y > from.y;
    const y1 = down ? from.y + from.height : from.y;
    const y2 = down ? to.y : to.y + to.height;
    const bend = (y2 - y1) / 2;
    return {
      path: `M${n(fromX)} ${n(y1)}C${n(fromX)} ${n(y1 + bend)} ${n(toX)} ${n(y2 - bend)} ${n(toX)} ${n(y2)}`,
      middle: onCurve(fromX, toX, y1, y2, bend, [0.68, 0.5, 0.84, 0.34][arriving % 4] ?? 0.5),
    };
  }
  // Side by side: neighbours straight, others in an arc below.
  const right = toX > fromX;
  const x1 = right ? from.x + from.width : from.x;
  const x2 = right ? to.x : to.x + to.width;
  if (Math.abs(x2 - x1) < 60) {
    const y = (from.y + from.height / 2 + to.y + to.height / 2) / 2;
    return {
      path: `M${n(x1)} ${n(from.y + from.height / 2)}L${n(x2)} ${n(to.y + to.height / 2)}`,
      middle: { x: (x1 + x2) / 2, y: y - 8 },
    };
  }
  const bottom = Math.max(from.y + from.height, to.y + to.height);
  const dip = bottom + Math.min(46, 14 + Math.abs(toX - fromX) / 14);
  return {
    path: `M${n(fromX)} ${n(from.y + from.height)}C${n(fromX)} ${n(dip)} ${n(toX)} ${n(dip)} ${n(toX)} ${n(to.y + to.height)}`,
    middle: { x: (fromX + toX) / 2, y: bottom + (dip - bottom) * 0.75 },
  };
}

/** Texts of links that leave or reach one node must not meet: they stand at different places of their curves. */
function onCurve(x1: number, x2: number, y1: number, y2: number, bend: number, t: number) {
  const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3];
  return {
    x: (a + b) * x1 + (c + d) * x2,
    y: a * y1 + b * (y1 + bend) + c * (y2 - bend) + d * y2,
  };
}

function outline(shape: DiagramShape, { x, y, width, height }: Box, style: string): string {
  const rect = (dx: number, dy: number, rx: number) =>
    `<rect class="${style}" x="${n(x + dx)}" y="${n(y + dy)}" width="${n(width)}" height="${n(height)}" rx="${rx}"/>`;
  switch (shape) {
    case 'box':
      return rect(0, 0, 3);
    case 'round':
      return rect(0, 0, height / 2);
    case 'stack':
      return rect(6, -6, 3) + rect(3, -3, 3) + rect(0, 0, 3);
    case 'cylinder': {
      const cap = 6;
      return `<path class="${style}" d="M${n(x)} ${n(y + cap)}a${n(width / 2)} ${cap} 0 0 1 ${n(width)} 0v${n(height - 2 * cap)}a${n(width / 2)} ${cap} 0 0 1 ${n(-width)} 0z"/><path class="edge" d="M${n(x)} ${n(y + cap)}a${n(width / 2)} ${cap} 0 0 0 ${n(width)} 0"/>`;
    }
    case 'hexagon': {
      const cut = 10;
      return `<path class="${style}" d="M${n(x + cut)} ${n(y)}h${n(width - 2 * cut)}l${cut} ${n(height / 2)}l${-cut} ${n(height / 2)}h${n(2 * cut - width)}l${-cut} ${n(-height / 2)}z"/>`;
    }
  }
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}
