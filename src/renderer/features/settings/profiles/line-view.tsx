import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { cleanText } from '../../../../shared/clean-text.ts';
import classes from './trial.module.css';

const lineHeight = 18;
const mostLines = 20;

/** A text of any length by its lines: only those in sight are drawn. */
export function LineView({ text, label }: { text: string; label: string }) {
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => text.split('\n'), [text]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 10,
  });
  return (
    <div
      ref={scroller}
      className={classes['lines']}
      style={{ height: Math.min(lines.length, mostLines) * lineHeight + 16 }}
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(({ index, start }) => (
          <div key={index} className={classes['textLine']} style={{ transform: `translateY(${start}px)` }}>
            {cleanText(lines[index] ?? '')}
          </div>
        ))}
      </div>
    </div>
  );
}
