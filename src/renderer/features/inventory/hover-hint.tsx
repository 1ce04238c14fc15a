import { useEffect, useState, type RefObject } from 'react';
import { createPortal } from 'react-dom';
import classes from './hover-hint.module.css';

interface Hint {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly above: boolean;
}

const delayMs = 350;

/**
 * One tooltip for everything below `within` that has `data-hint`: a component of its own for each cell of a long table
 * would cost more than the table.
 */
export function HoverHint({ within }: { within: RefObject<HTMLElement | null> }) {
  const [hint, setHint] = useState<Hint>();
  useEffect(() => {
    const root = within.current;
    if (!root) return;
    let timer: number | undefined;
    let shownFor: Element | undefined;
    const hide = () => {
      clearTimeout(timer);
      shownFor = undefined;
      setHint(undefined);
    };
    const onOver = (event: Event) => {
      const target = event.target instanceof Element ? event.target.closest('[data-hint]') : null;
      if (target === shownFor) return;
      hide();
      if (!target || !root.contains(target)) return;
      shownFor = target;
      timer = window.setTimeout(() => {
        const text = target.getAttribute('data-hint');
        if (text === null || text === '' || !target.isConnected) return;
        const box = target.getBoundingClientRect();
        const above = box.bottom > innerHeight - 80;
        setHint({
          text,
          x: Math.min(Math.max(8, box.left), innerWidth - 380),
          y: above ? box.top - 4 : box.bottom + 4,
          above,
        });
      }, delayMs);
    };
    root.addEventListener('pointerover', onOver);
    root.addEventListener('pointerleave', hide);
    root.addEventListener('pointerdown', hide);
    root.addEventListener('scroll', hide, { passive: true, capture: true });
    return () => {
      clearTimeout(timer);
      root.removeEventListener('pointerover', onOver);
      root.removeEventListener('pointerleave', hide);
      root.removeEventListener('pointerdown', hide);
      root.removeEventListener('scroll', hide, { capture: true });
    };
  }, [within]);
  if (!hint) return null;
  return createPortal(
    <div
      role="tooltip"
      className={classes['hint']}
      data-above={hint.above || undefined}
      style={{ left: hint.x, top: hint.y }}
    >
      {hint.text}
    </div>,
    document.body,
  );
}
