import type { Mermaid } from 'mermaid';
import { inertSvg } from './inert-svg.ts';

/** Text of a drawing by its source: colours come from the page, so one drawing serves every theme and paper. */
const drawn = new Map<string, Promise<string>>();
const mostKept = 200;

let loading: Promise<Mermaid> | undefined;
let last: Promise<unknown> = Promise.resolve();
let next = 0;

/**
 * Draws off the screen, one after the other, since Mermaid measures text in the page and has one configuration.
 * @throws Error when Mermaid cannot read the source, or when the source is more than a picture
 */
export async function drawMermaid(source: string): Promise<SVGSVGElement> {
  const text = await drawnText(source);
  const svg = inertSvg(text);
  if (svg === undefined) throw new Error('Mermaid: expected a drawing, got none');
  return svg;
}

/** Resolves when nothing is being drawn any more. */
export async function drawingsDone(): Promise<void> {
  for (let seen: Promise<unknown> | undefined; seen !== last;) {
    seen = last;
    await seen;
  }
}

function drawnText(source: string): Promise<string> {
  const known = drawn.get(source);
  if (known !== undefined) return known;
  if (!isPlainPicture(source)) return Promise.reject(new Error('Mermaid: the source is more than a picture'));
  const drawing = last.then(() => draw(source));
  last = drawing.catch(() => undefined);
  drawn.set(source, drawing);
  drawing.catch(() => drawn.delete(source));
  const [oldest] = drawn.keys();
  if (drawn.size > mostKept && oldest !== undefined) drawn.delete(oldest);
  return drawing;
}

/**
 * Directives, front matter, click handlers and style of its own change what Mermaid does beyond drawing boxes. Our
 * generators write none, so a source that has some was not written by them.
 */
export function isPlainPicture(source: string): boolean {
  return !/%%\s*\{|^\s*---|^\s*(click|link|callback|linkStyle|style)\s|\bhref\b\s+"|@\{/im.test(source);
}

async function draw(source: string): Promise<string> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  const mermaid = await loading;
  // Between two drawings the page may do what it has to.
  await new Promise((resolve) => setTimeout(resolve, 0));
  const place = document.createElement('div');
  place.setAttribute('aria-hidden', 'true');
  // Also while the page is on its way to paper, text has to be measured.
  place.setAttribute('data-drawing', '');
  place.style.cssText = 'position:absolute;left:-99999px;top:0;width:1600px;visibility:hidden';
  document.body.append(place);
  try {
    const { svg } = await mermaid.render(`drawing-${next++}`, source, place);
    return svg;
  } finally {
    place.remove();
  }
}

async function load(): Promise<Mermaid> {
  const { default: mermaid } = await import('mermaid');
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    htmlLabels: false,
    suppressErrorRendering: true,
    maxTextSize: 50_000,
    // Narrower pictures than ELK's, and a fraction of its code.
    layout: 'dagre',
    theme: 'base',
    fontFamily: 'Inter Variable, system-ui, sans-serif',
    themeVariables: { fontFamily: 'Inter Variable, system-ui, sans-serif', fontSize: '13px' },
    flowchart: {
      useMaxWidth: true,
      nodeSpacing: 24,
      rankSpacing: 44,
      padding: 8,
      minNodeWidth: 48,
      wrappingWidth: 280,
      subGraphTitleMargin: { top: 2, bottom: 12 },
      curve: 'basis',
    },
  });
  return mermaid;
}
