import { useEffect, useRef } from 'react';
import type { DiagramGraph } from '../../../shared/model/block.ts';
import classes from './diagram-view.module.css';

const smallestScale = 0.8;

/** The drawing itself; a node that stands for an entity says so to the page's card and click handler. */
export function DiagramPicture({ svg, graph }: { svg: SVGSVGElement; graph: DiagramGraph | undefined }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const shown = svg.cloneNode(true) as SVGSVGElement;
    shown.setAttribute('aria-hidden', 'true');
    shown.classList.add('diagram');
    const { viewBox } = shown;
    const natural = viewBox?.baseVal?.width ?? 0;
    if (natural > 0) {
      shown.setAttribute('width', String(Math.round(natural)));
      shown.setAttribute('height', String(Math.round(viewBox.baseVal.height)));
      // Smaller than this its text is not read: it scrolls instead.
      shown.style.minWidth = `${Math.round(natural * smallestScale)}px`;
    }
    for (const node of graph?.nodes ?? []) {
      if (node.entity === undefined) continue;
      shown.querySelector(`[id*="flowchart-${node.id}-"]`)?.setAttribute('data-entity', node.entity);
    }
    place.current?.replaceChildren(shown);
  }, [svg, graph]);
  return <div ref={place} className={classes['drawing']} />;
}
