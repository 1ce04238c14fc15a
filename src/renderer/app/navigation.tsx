import { Tooltip, VisuallyHidden } from '@mantine/core';
import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { useText, type Catalogue } from '../i18n/catalogue.tsx';
import { useFormat } from '../i18n/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Keys } from '../ui/kbd.tsx';
import { Logo } from '../ui/logo.tsx';
import classes from './navigation.module.css';
import { usePreferences } from './preferences.ts';
import { screenAt, screens, type Screen } from './screens.ts';
import { useStatus } from './use-status.ts';
import type { Status } from '../../shared/contract/status.ts';
import { useNarrow } from './use-narrow.ts';

/** What waits on a screen: how many, what they are, and whether something is wrong with them. */
interface Waiting {
  readonly count: number;
  readonly what: string;
  readonly bad: boolean;
}

/** The screens, each as icon and word; icons alone in narrow windows, or by choice. */
export function Navigation() {
  const text = useText();
  const [path] = useLocation();
  const { navigationOpen, set } = usePreferences();
  const narrow = useNarrow();
  const status = useStatus();
  const open = navigationOpen && !narrow;
  const current = screenAt(path);
  return (
    <nav className={classes['navigation']} data-open={open || undefined} aria-label={text.shell.navigation}>
      <div className={classes['brand']}>
        <Logo />
        {open && <span className={classes['product']}>{text.shell.product}</span>}
      </div>
      <ul className={classes['list']}>
        {screens
          .filter(({ aside }) => aside !== true)
          .map((screen) => (
            <li key={screen.key}>
              <Item
                screen={screen}
                open={open}
                active={screen.key === current?.key}
                waiting={status && waitingOn(screen.key, status, text)}
              />
            </li>
          ))}
      </ul>
      {!narrow && (
        <div className={classes['foot']}>
          <IconButton
            icon={open ? PanelLeftClose : PanelLeftOpen}
            label={open ? text.shell.collapseNavigation : text.shell.expandNavigation}
            keys="mod+b"
            onClick={() => set({ navigationOpen: !navigationOpen })}
          />
        </div>
      )}
    </nav>
  );
}

function Item(props: { screen: Screen; open: boolean; active: boolean; waiting: Waiting | undefined }) {
  const { screen, open, active, waiting } = props;
  const { key, path, icon: Icon, goKey } = screen;
  const text = useText();
  const { number } = useFormat();
  const name = text.shell.screens[key];
  return (
    <Tooltip
      position="right"
      label={
        <>
          {waiting ? `${name}: ${waiting.what}` : name}
          <Keys keys={`g ${goKey}`} inTooltip />
        </>
      }
    >
      <Link
        href={path}
        className={classes['item'] ?? ''}
        data-active={active || undefined}
        aria-current={active ? 'page' : undefined}
      >
        <Icon size={16} aria-hidden className={classes['icon']} />
        {open ? <span className={classes['word']}>{name}</span> : <VisuallyHidden>{name}</VisuallyHidden>}
        {waiting && (
          <span className={classes['count']} data-bad={waiting.bad || undefined} aria-hidden>
            {waiting.count > 999 ? '999+' : number(waiting.count)}
          </span>
        )}
        {waiting && <VisuallyHidden>{waiting.what}</VisuallyHidden>}
      </Link>
    </Tooltip>
  );
}

function waitingOn(screen: Screen['key'], status: Status, { shell }: Catalogue): Waiting | undefined {
  const waiting = (count: number, what: (count: number) => string, bad: boolean) =>
    count === 0 ? undefined : { count, what: what(count), bad };
  switch (screen) {
    case 'remediation':
      return waiting(status.approvals.pending, shell.counts.remediation, false);
    case 'tickets': {
      const { open, overdue } = status.tickets;
      return waiting(open, (count) => shell.counts.tickets(count, overdue), overdue > 0);
    }
    case 'activity':
      return waiting(status.failing.length, shell.counts.activity, true);
    case 'documents':
      return waiting(status.documents.stale ?? 0, shell.counts.documents, false);
    case 'settings':
      return waiting(
        status.sources.filter(({ connection }) => connection === 'untrusted' || connection === 'failed')
          .length + status.sourceProblems,
        shell.counts.settings,
        true,
      );
    case 'overview':
    case 'inventory':
    case 'topology':
    case 'assistant':
      return undefined;
    default:
      return screen satisfies never;
  }
}
