import { Maximize2, X } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { ActionIcon, Tooltip } from '@mantine/core';
import { useShortcut } from '../app/shortcuts.ts';
import { useText } from '../i18n/catalogue.tsx';
import classes from './detail-panel.module.css';
import { IconButton } from './icon-button.tsx';
import { Keys } from './kbd.tsx';

/**
 * What stands beside a list: a title, what can be done, the details. Esc closes it, `o` opens the same as a page of its
 * own. Put it into a `SplitView`; it follows the selection of the list, so it does not take the focus.
 */
export function DetailPanel(props: {
  title: ReactNode;
  /** Its name for those who hear it. */
  label: string;
  /** A line below the title: what it is, where it is, how old it is. */
  detail?: ReactNode;
  /** The same as a page. */
  href?: string;
  actions?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}) {
  const { title, label, detail, href, actions, onClose, children } = props;
  const text = useText();
  const [, navigate] = useLocation();
  const panel = useRef<HTMLElement>(null);
  const opener = useRef<Element | null>(null);
  useEffect(() => {
    opener.current = document.activeElement;
    return () => {
      // What was left by closing must not leave the focus nowhere.
      const { current } = opener;
      if (document.activeElement === document.body && current instanceof HTMLElement && current.isConnected) {
        current.focus();
      }
    };
  }, []);
  useShortcut('panel', 'escape', text.ui.closePanel, onClose);
  useShortcut('panel', 'o', text.ui.openAsPage, () => href !== undefined && navigate(href), {
    enabled: href !== undefined,
  });
  return (
    <aside ref={panel} className={classes['panel']} aria-label={label}>
      <header className={classes['head']}>
        <div className={classes['titles']}>
          <h2 className={classes['title']}>{title}</h2>
          {detail !== undefined && <div className={classes['detail']}>{detail}</div>}
        </div>
        <div className={classes['actions']}>
          {actions}
          {href !== undefined && (
            <Tooltip
              label={
                <>
                  {text.ui.openAsPage}
                  <Keys keys="o" inTooltip />
                </>
              }
            >
              <ActionIcon
                aria-label={text.ui.openAsPage}
                renderRoot={(rest: object) => <Link href={href} {...rest} />}
              >
                <Maximize2 size={16} aria-hidden />
              </ActionIcon>
            </Tooltip>
          )}
          <IconButton icon={X} label={text.ui.closePanel} keys="escape" onClick={onClose} />
        </div>
      </header>
      <div className={classes['body']}>{children}</div>
    </aside>
  );
}
