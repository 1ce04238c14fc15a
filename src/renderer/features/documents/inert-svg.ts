/** What a drawing may be made of. Everything else is taken out, with what is in it. */
const elements = new Set(
  'svg g path rect circle ellipse line polyline polygon text tspan marker defs title desc'.split(' '),
);
const attributes = new Set(
  `id class d x y x1 x2 y1 y2 cx cy r rx ry dx dy dy points width height viewBox preserveAspectRatio transform
  text-anchor dominant-baseline alignment-baseline textLength lengthAdjust marker-end marker-start
  orient refX refY markerUnits markerWidth markerHeight stroke-width stroke-dasharray data-id data-node`.split(
    /\s+/,
  ),
);
/** Attributes that may point, and only into the drawing itself. */
const pointers = new Set(['marker-end', 'marker-start']);

/**
 * A drawing that can do nothing: shapes and text, without style, script, links, events or anything fetched. What made
 * it was given names from the infrastructure.
 * @returns undefined when there is no drawing in the text
 */
export function inertSvg(text: string): SVGSVGElement | undefined {
  const svg = new DOMParser().parseFromString(text, 'text/html').querySelector('svg');
  if (svg === null) return undefined;
  clean(svg);
  return document.importNode(svg, true);
}

function clean(element: Element): void {
  for (const name of element.getAttributeNames()) {
    if (!isHarmless(name, element.getAttribute(name) ?? '')) element.removeAttribute(name);
  }
  for (let child = element.firstElementChild; child !== null;) {
    const next = child.nextElementSibling;
    if (elements.has(child.localName) && child.namespaceURI === 'http://www.w3.org/2000/svg') clean(child);
    else child.remove();
    child = next;
  }
}

function isHarmless(name: string, value: string): boolean {
  if (!attributes.has(name)) return false;
  if (pointers.has(name)) return /^url\(#[\w-]+\)$/.test(value);
  return !/url\s*\(|javascript:/i.test(value);
}
