import type { DiagramGraph, DiagramShape } from '../../../shared/model/block.ts';
import { edgeText } from '../diagram.ts';
import { escapeHtml } from './escape-html.ts';
import type { RenderContext } from './context.ts';
import { layoutGraph, textWidth, type Box, type Point } from './svg-layout.ts';
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
  for (const [i, edge] of graph.edges.entries()) {
    const route = layout.edges[i];
    if (route === undefined || route.points.length === 0) continue;
    const marker = edge.directed ? ' marker-end="url(#arrow)"' : '';
    parts.push(
      `<path class="edge${edge.links > 1 ? ' many' : ''}" d="${curve(route.points, layout.direction)}"${marker}/>`,
    );
    const text = edgeText(edge);
    if (route.label !== undefined) {
      labels.push(
        `<text class="label" x="${n(route.label.x)}" y="${n(route.label.y + 4)}">${escapeHtml(text)}</text>`,
      );
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

/** Straight through the layers, bent between them, where the line changes its place across the picture. */
function curve(points: readonly Point[], direction: DiagramGraph['direction']): string {
  const [start, ...rest] = points;
  if (start === undefined) return '';
  let path = `M${n(start.x)} ${n(start.y)}`;
  let last = start;
  for (const point of rest) {
    const { x, y } = point;
    if (Math.abs(x - last.x) < 0.5 || Math.abs(y - last.y) < 0.5) path += `L${n(x)} ${n(y)}`;
    else if (direction === 'down') {
      const half = (last.y + y) / 2;
      path += `C${n(last.x)} ${n(half)} ${n(x)} ${n(half)} ${n(x)} ${n(y)}`;
    } else {
      const half = (last.x + x) / 2;
      path += `C${n(half)} ${n(last.y)} ${n(half)} ${n(y)} ${n(x)} ${n(y)}`;
    }
    last = point;
  }
  return path;
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
