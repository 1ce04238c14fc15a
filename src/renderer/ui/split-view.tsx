import type { ReactNode } from 'react';
import { usePanelSize } from '../app/panel-sizes.ts';
import { useText } from '../i18n/catalogue.tsx';
import { Resizer } from './resizer.tsx';
import classes from './split-view.module.css';

/**
 * Content with a panel beside it, not over it; the width of the panel stays as it was left. Without a panel the
 * content has all of the room. `name` is under which the width is kept.
 */
export function SplitView(props: {
  name: string;
  panel?: ReactNode;
  side?: 'left' | 'right';
  initial?: number;
  min?: number;
  max?: number;
  children: ReactNode;
}) {
  const { name, panel, side = 'right', initial = 420, min = 280, max = 960, children } = props;
  const text = useText();
  const [size, setSize] = usePanelSize(name, initial);
  const resizer = (
    <Resizer
      label={text.ui.resizePanel}
      side={side}
      size={size}
      min={min}
      max={max}
      initial={initial}
      onResize={setSize}
    />
  );
  const shown = panel !== undefined && panel !== null && panel !== false;
  return (
    <div className={classes['split']}>
      {shown && side === 'left' && (
        <>
          <div className={classes['panel']} style={{ width: size }}>
            {panel}
          </div>
          {resizer}
        </>
      )}
      <div className={classes['content']}>{children}</div>
      {shown && side === 'right' && (
        <>
          {resizer}
          <div className={classes['panel']} style={{ width: size }}>
            {panel}
          </div>
        </>
      )}
    </div>
  );
}
