import { Suspense } from 'react';
import { Link, Route, Switch } from 'wouter';
import { useText } from '../i18n/catalogue.tsx';
import { LoadingScreen } from '../ui/loading.tsx';
import { screens } from './screens.ts';
import classes from './shell.module.css';

/** Navigation at the left, the screen at its side. */
export function Shell() {
  const text = useText();
  return (
    <div className={classes['shell']}>
      <nav className={classes['navigation']} aria-label={text.shell.navigation}>
        {screens.map(({ key, path, icon: Icon }) => (
          <Link key={key} href={path} className={classes['item']}>
            <Icon size={16} aria-hidden />
            <span>{text.shell.screens[key]}</span>
          </Link>
        ))}
      </nav>
      <main className={classes['main']}>
        <Suspense fallback={<LoadingScreen />}>
          <Switch>
            {screens.map(({ key, path, component: Screen }) => (
              <Route key={key} path={path === '/' ? '/' : `${path}/*?`} component={Screen} />
            ))}
          </Switch>
        </Suspense>
      </main>
    </div>
  );
}
