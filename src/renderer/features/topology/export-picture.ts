import type { Catalogue } from '../../i18n/catalogue.tsx';
import type { Picture } from './graph-canvas.tsx';
import { statusShapes } from '../../ui/status-shapes.ts';
import { hitShapes } from './hit-shapes.ts';
import { isOpenFrame, type LayoutDirection, type Place } from './layout.ts';
import { hitOf, impactText, nodeDetail, nodeName, type Hit } from './node-text.ts';

export interface PictureCaption {
  readonly title: string;
  readonly time: string;
}

/** Reads a colour of tokens.css as it is now, for files that have no style sheet. */
export type ColorOf = (name: string) => string;

const margin = 24;
const headHeight = 64;
const legendHeight = 36;

/** The picture as one SVG document that needs nothing else. Names come from infrastructure: all text is escaped. */
export function pictureSvg(
  picture: Pick<Picture, 'nodes' | 'edges' | 'layout'>,
  caption: PictureCaption,
  text: Catalogue,
  color: ColorOf,
): string {
  const { nodes, edges, layout } = picture;
  const width = Math.ceil(Math.max(layout.width, 640) + 2 * margin);
  const height = Math.ceil(layout.height + headHeight + legendHeight + margin);
  const failing = nodes.some((node) => hitOf(node) !== 'none');
  const frames = nodes.filter(isOpenFrame);
  const items = nodes.filter((node) => !isOpenFrame(node));
  const shape = (node: (typeof nodes)[number]) => {
    const place = layout.places.get(node.id);
    if (!place) return '';
    const hit = hitOf(node);
    const isFrame = isOpenFrame(node);
    const stroke = color(strokes[hit] ?? (isFrame ? '--line' : '--line-strong'));
    const fill = color(hit === 'lost' || hit === 'failed' ? '--critical-surface' : '--surface-1');
    const dash = node.simulated
      ? ' stroke-dasharray="4 3"'
      : node.type === 'group'
        ? ' stroke-dasharray="1 2"'
        : '';
    const impact = impactText(node, text);
    const detail = impact === undefined ? nodeDetail(node, text) : `${hitShapes[hit]} ${impact}`;
    const letters = Math.floor((place.width - 44) / 7);
    const dim = failing && hit === 'none' ? ' opacity="0.45"' : '';
    return `<g${dim}><rect x="${round(place.left)}" y="${round(place.top)}" width="${round(place.width)}" height="${round(place.height)}" rx="6" fill="${fill}"${isFrame ? ' fill-opacity="0.5"' : ''} stroke="${stroke}"${dash}/>${words(place, 18, nodeName(node, text), letters, color('--text-1'), 12)}${words(place, 34, detail, Math.floor(letters * 1.15), color(hit === 'none' ? '--text-3' : (strokes[hit] ?? '--text-3')), 10.5)}${
      node.severity
        ? `<text x="${round(place.left + place.width - 16)}" y="${round(place.top + 26)}" font-size="11" fill="${color(`--${node.severity}`)}">${statusShapes[node.severity]}</text>`
        : ''
    }</g>`;
  };
  const lines = edges.map(({ from, to, type, count }) => {
    const a = layout.places.get(from);
    const b = layout.places.get(to);
    if (!a || !b) return '';
    return `<path d="${curve(a, b, layout.direction)}" fill="none" stroke="${color('--line-strong')}" stroke-width="${round(Math.min(4, 1 + Math.log10(count)))}"${type === 'linked-with' ? '' : ' marker-end="url(#arrow)"'}/>`;
  });
  const legend = legendOf(failing, text, color);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Inter, system-ui, sans-serif">`,
    `<title>${escapeXml(caption.title)}</title>`,
    `<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z" fill="${color('--line-strong')}"/></marker></defs>`,
    `<rect width="${width}" height="${height}" fill="${color('--surface-0')}"/>`,
    `<text x="${margin}" y="30" font-size="18" font-weight="600" fill="${color('--text-1')}">${escapeXml(caption.title)}</text>`,
    `<text x="${margin}" y="50" font-size="12" fill="${color('--text-2')}">${escapeXml(caption.time)}</text>`,
    `<g transform="translate(${margin - 16} ${headHeight - 8})">`,
    ...frames.map(shape),
    ...lines,
    ...items.map(shape),
    '</g>',
    `<g transform="translate(${margin} ${height - legendHeight + 8})" font-size="11">${legend}</g>`,
    '</svg>',
  ].join('\n');
}

const strokes: Readonly<Partial<Record<Hit, string>>> = {
  failed: '--critical',
  lost: '--critical',
  restarts: '--warning',
  reduced: '--warning',
};

function legendOf(failing: boolean, text: Catalogue, color: ColorOf): string {
  const { legendItems, failure } = text.topology;
  const parts: readonly (readonly [mark: string, token: string, words: string])[] = failing
    ? (['failed', 'lost', 'restarts', 'reduced'] as const).map(
        (hit) => [hitShapes[hit], strokes[hit] ?? '--text-2', failure.levels[hit]] as const,
      )
    : [
        ['→', '--text-2', legendItems.arrow],
        ['■', '--critical', text.ui.status.critical],
        ['▲', '--warning', text.ui.status.warning],
        ['●', '--info', text.ui.status.info],
        ['▭', '--text-2', legendItems.frame],
      ];
  let x = 0;
  return parts
    .map(([mark, token, label]) => {
      const at = x;
      x += 36 + label.length * 6.5;
      return `<text x="${round(at)}" y="12" fill="${color(token)}">${mark}</text><text x="${round(at + 16)}" y="12" fill="${color('--text-2')}">${escapeXml(label)}</text>`;
    })
    .join('');
}

function words(place: Place, dy: number, value: string, most: number, fill: string, size: number): string {
  const fitting = value.length > most ? `${value.slice(0, Math.max(1, most - 1))}…` : value;
  return `<text x="${round(place.left + 12)}" y="${round(place.top + dy)}" font-size="${size}" fill="${fill}">${escapeXml(fitting)}</text>`;
}

/** From the far side of what depends to the near side of what it depends on. */
function curve(a: Place, b: Place, direction: LayoutDirection): string {
  if (direction === 'DOWN') {
    const from = { x: a.left + a.width / 2, y: a.top + a.height };
    const to = { x: b.left + b.width / 2, y: b.top };
    const bend = Math.max(24, Math.abs(to.y - from.y) / 2);
    return `M${round(from.x)} ${round(from.y)}C${round(from.x)} ${round(from.y + bend)} ${round(to.x)} ${round(to.y - bend)} ${round(to.x)} ${round(to.y)}`;
  }
  const from = { x: a.left + a.width, y: a.top + a.height / 2 };
  const to = { x: b.left, y: b.top + b.height / 2 };
  const bend = Math.max(30, Math.abs(to.x - from.x) / 2);
  return `M${round(from.x)} ${round(from.y)}C${round(from.x + bend)} ${round(from.y)} ${round(to.x - bend)} ${round(to.y)} ${round(to.x)} ${round(to.y)}`;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Also without what XML has no way to write. */
export function escapeXml(value: string): string {
  return value
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Browsers draw no canvas that is larger on a side. */
const mostPixels = 8_000;

/** The same as PNG, twice as fine as the screen where that is possible. */
export async function picturePng(svg: string): Promise<Blob> {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    image.src = address;
    await image.decode();
    const scale = Math.min(2, mostPixels / Math.max(image.naturalWidth, image.naturalHeight));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(image.naturalWidth * scale);
    canvas.height = Math.round(image.naturalHeight * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) => {
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error('the canvas gave no picture'))),
        'image/png',
      );
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** `topology-network-around-esx-a01-2026-11-23.svg` */
export function fileName(parts: readonly string[], when: string, extension: string): string {
  const words = parts.map((part) => part.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-')).filter(Boolean);
  return `${['topology', ...words, when.slice(0, 10)].join('-').slice(0, 120)}.${extension}`;
}
