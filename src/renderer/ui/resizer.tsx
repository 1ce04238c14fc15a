import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import classes from './resizer.module.css';

const step = 16;

/**
 * The edge of a panel that can be pulled, or moved with the arrow keys. `side` is where the panel lies of it; a
 * double click gives the size back that it had at first.
 */
export function Resizer(props: {
  label: string;
  side: 'left' | 'right';
  size: number;
  min: number;
  max: number;
  initial: number;
  onResize: (size: number) => void;
}) {
  const { side, size, min, max, onResize } = props;
  const start = useRef<{ x: number; size: number } | undefined>(undefined);
  const direction = side === 'right' ? -1 : 1;
  const resize = (next: number) => onResize(Math.round(Math.min(Math.max(next, min), max)));

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, size };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (start.current) resize(start.current.size + direction * (event.clientX - start.current.x));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowLeft' ? -step : event.key === 'ArrowRight' ? step : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    resize(size + direction * by);
  };

  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={props.label}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      className={classes['resizer']}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        start.current = undefined;
      }}
      onLostPointerCapture={() => {
        start.current = undefined;
      }}
      onDoubleClick={() => onResize(props.initial)}
      onKeyDown={onKeyDown}
    />
  );
}
