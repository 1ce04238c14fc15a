import { Panel, useReactFlow } from '@xyflow/react';
import { Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import { useShortcut } from '../../app/shortcuts.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import classes from './graph-canvas.module.css';

/** Closer, further away, all of it. */
export function CanvasControls() {
  const text = useText();
  const flow = useReactFlow();
  const fit = () => void flow.fitView({ padding: 0.06, maxZoom: 1.1, duration: 150 });
  useShortcut('screen', '0', text.topology.shortcuts.fit, fit);
  return (
    <Panel position="bottom-left" className={classes['controls'] ?? ''}>
      <IconButton icon={ZoomIn} label={text.topology.zoomIn} onClick={() => void flow.zoomIn()} />
      <IconButton icon={ZoomOut} label={text.topology.zoomOut} onClick={() => void flow.zoomOut()} />
      <IconButton icon={Maximize} label={text.topology.fit} keys="0" onClick={fit} />
    </Panel>
  );
}
