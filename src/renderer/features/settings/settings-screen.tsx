import { Suspense } from 'react';
import { Link, Redirect, useRoute } from 'wouter';
import { links } from '../../app/links.ts';
import { useEvent, useRefresh } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { LoadingScreen } from '../../ui/loading.tsx';
import { NotFound } from '../../app/not-found.tsx';
import { useToast } from '../../ui/toast.tsx';
import { sections } from './sections.ts';
import classes from './settings-screen.module.css';

/** Sections at the side, one of them beside it; each has an address. */
export function SettingsScreen() {
  const text = useText();
  const refresh = useRefresh();
  const toast = useToast();
  useEvent('settings.changed', {}, ({ by, problem }) => {
    refresh('settings.read', 'settings.rules', 'jobs.list');
    if (by !== 'file') return;
    toast(
      problem === undefined
        ? { message: text.settings.fileRead, status: 'info' }
        : { message: text.settings.fileRefused(problem), status: 'critical', stays: true },
    );
  });
  const [, params] = useRoute('/settings/:section/*?');
  const key = params?.section;
  if (key === undefined) return <Redirect to={links.settingsSection('servers')} replace />;
  const section = sections.find((one) => one.key === key);
  return (
    <div className={classes['screen']}>
      <nav className={classes['side']} aria-label={text.settings.sectionsLabel}>
        <h1 className={classes['title']}>{text.shell.screens.settings}</h1>
        {sections.map(({ key: name, icon: Icon, group }) => (
          <Link
            key={name}
            href={links.settingsSection(name)}
            className={classes['item'] ?? ''}
            data-group={group}
            {...(name === key && { 'aria-current': 'page' as const })}
          >
            <Icon size={16} aria-hidden />
            <span>{text.settings.sections[name]}</span>
          </Link>
        ))}
      </nav>
      <div className={classes['content']}>
        <Suspense fallback={<LoadingScreen />}>
          {section ? <section.component key={section.key} /> : <NotFound />}
        </Suspense>
      </div>
    </div>
  );
}
