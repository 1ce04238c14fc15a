import { lazy, Suspense, useEffect, useRef } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { useText } from '../i18n/catalogue.tsx';
import { Announcements } from '../ui/announcements.tsx';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { LoadingScreen } from '../ui/loading.tsx';
import { Toasts } from '../ui/toast.tsx';
import { AsOfBand } from './as-of-band.tsx';
import { LostBand } from './lost-band.tsx';
import { Navigation } from './navigation.tsx';
import { NotFound } from './not-found.tsx';
import { Palette } from './palette/palette.tsx';
import { usePreferences } from './preferences.ts';
import { screenAt, screens } from './screens.ts';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { useShortcutKeys } from './shortcuts.ts';
import { TopBar } from './top-bar.tsx';
import { useDesktopLinks } from './use-desktop-links.ts';
import { useScreenChange } from './use-screen-change.ts';
import { useScreensAhead } from './use-screens-ahead.ts';
import { useShellShortcuts } from './use-shell-shortcuts.ts';
import classes from './shell.module.css';

const AssistantDock = lazy(async () => ({
  default: (await import('../features/assistant/assistant-dock.tsx')).AssistantDock,
}));

/** Navigation at the left, search and state above, the screen, and the assistant beside it. */
export function Shell() {
  const text = useText();
  const main = useRef<HTMLElement>(null);
  const assistantOpen = usePreferences((state) => state.assistantOpen);
  const [path] = useLocation();
  useShortcutKeys();
  useShellShortcuts();
  useDesktopLinks();
  useScreenChange(main);
  useScreensAhead();
  const screen = screenAt(path);
  // A fault belongs to the screen that had it.
  const boundary = useRef<ErrorBoundary>(null);
  useEffect(() => boundary.current?.reset(), [screen?.key]);
  return (
    <div className={classes['shell']}>
      <a className={classes['skip']} href="#content" onClick={() => main.current?.focus()}>
        {text.shell.skipToContent}
      </a>
      <Navigation />
      <div className={classes['right']}>
        <TopBar />
        <LostBand />
        <AsOfBand />
        <div className={classes['below']}>
          <main id="content" ref={main} tabIndex={-1} className={classes['main']}>
            <ErrorBoundary ref={boundary}>
              <Suspense fallback={<LoadingScreen />}>
                <Switch>
                  {screens.map(({ key, path, component: Screen }) => (
                    <Route key={key} path={path === '/' ? '/' : `${path}/*?`} component={Screen} />
                  ))}
                  <Route component={NotFound} />
                </Switch>
              </Suspense>
            </ErrorBoundary>
          </main>
          {assistantOpen && screen?.key !== 'assistant' && (
            <ErrorBoundary>
              <Suspense>
                <AssistantDock />
              </Suspense>
            </ErrorBoundary>
          )}
        </div>
      </div>
      <Palette />
      <ShortcutSheet />
      <Toasts />
      <Announcements />
    </div>
  );
}
