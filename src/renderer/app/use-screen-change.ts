import { useEffect, useRef, type RefObject } from 'react';
import { useLocation } from 'wouter';
import { useText } from '../i18n/catalogue.tsx';
import { announce } from '../ui/announcements.tsx';
import { useThingShown } from './document-title.ts';
import { screenAt } from './screens.ts';
import { useStatus } from './use-status.ts';

/** What happens when another screen opens: the window's title, the focus at its top, and a word for those who hear it. */
export function useScreenChange(main: RefObject<HTMLElement | null>): void {
  const text = useText();
  const [path] = useLocation();
  const key = screenAt(path)?.key;
  const name = key === undefined ? text.shell.notFound.title : text.shell.screens[key];
  const thing = useThingShown();
  const waiting = useStatus()?.approvals.pending ?? 0;
  const before = useRef(key);
  useEffect(() => {
    const title = [thing, name, text.shell.product].filter((part) => part !== undefined).join(' – ');
    // What waits for somebody is seen in the tab, too.
    document.title = waiting === 0 ? title : `(${waiting}) ${title}`;
  }, [thing, name, text, waiting]);
  useEffect(() => {
    if (before.current === key) return;
    before.current = key;
    main.current?.scrollTo(0, 0);
    // Only when the focus was on what took us here: a screen may have put it where it wants it.
    if (!main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true });
    announce(text.shell.opened(name));
  }, [key, name, main, text]);
}
