import { Maximize, Minus, Plus } from 'lucide-react';
import { useRef, useState, type WheelEvent } from 'react';
import type { DiagramGraph } from '../../../shared/model/block.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { DiagramPicture } from './diagram-picture.tsx';
import classes from './diagram-view.module.css';

const smallest = 0.25;
const largest = 4;
const step = 1.25;

/** A diagram in the whole window, as large as one wants it; it scrolls where it is larger than the window. */
export function DiagramWindow(props: {
  title: string;
  svg: SVGSVGElement;
  graph: DiagramGraph | undefined;
  onClose: () => void;
}) {
  const text = useText();
  const scroll = useRef<HTMLDivElement>(null);
  const [scale, setScale] = useState<number>();
  const natural = sizeOf(props.svg);
  const fit = () => {
    const room = scroll.current;
    if (!room || natural.width === 0) return 1;
    return Math.min((room.clientWidth - 32) / natural.width, (room.clientHeight - 32) / natural.height, 2);
  };
  const shown = scale ?? fit();
  const zoom = (factor: number) => setScale(Math.min(largest, Math.max(smallest, shown * factor)));
  const onWheel = (event: WheelEvent) => {
    if (event.ctrlKey || event.metaKey) zoom(event.deltaY < 0 ? step : 1 / step);
  };
  return (
    <Dialog opened onClose={props.onClose} title={props.title} size="full" bodyClassName={classes['window']}>
      <div
        className={classes['tools']}
        onKeyDown={(event) => {
          if (event.key === '+') zoom(step);
          if (event.key === '-') zoom(1 / step);
          if (event.key === '0') setScale(undefined);
        }}
      >
        <IconButton
          icon={Minus}
          label={text.documents.diagram.zoomOut}
          keys="-"
          onClick={() => zoom(1 / step)}
        />
        <span className={classes['percent']}>{text.documents.diagram.zoom(Math.round(shown * 100))}</span>
        <IconButton icon={Plus} label={text.documents.diagram.zoomIn} keys="+" onClick={() => zoom(step)} />
        <IconButton
          icon={Maximize}
          label={text.documents.diagram.fit}
          keys="0"
          onClick={() => setScale(undefined)}
        />
      </div>
      <div
        ref={scroll}
        className={classes['pan']}
        onWheel={onWheel}
        tabIndex={0}
        role="img"
        aria-label={props.title}
      >
        <div
          className={classes['zoomed']}
          style={{ width: natural.width * shown, height: natural.height * shown }}
        >
          <DiagramPicture svg={props.svg} graph={props.graph} />
        </div>
      </div>
    </Dialog>
  );
}

function sizeOf(svg: SVGSVGElement): { width: number; height: number } {
  const [, , width = 0, height = 0] = (svg.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number);
  return { width: width || 800, height: height || 600 };
}
