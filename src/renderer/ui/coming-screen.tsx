import type { LucideIcon } from 'lucide-react';
import { Link } from 'wouter';
import { useText } from '../i18n/catalogue.tsx';
import classes from './coming-screen.module.css';
import { ScreenHeader } from './screen-header.tsx';

export interface Meanwhile {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly detail: string;
  readonly href: string;
}

/** A screen whose content comes later: what it will be, that it is not there yet, and what works until then. */
export function ComingScreen(props: {
  title: string;
  icon: LucideIcon;
  what: string;
  when: string;
  meanwhile: readonly Meanwhile[];
}) {
  const { title, icon: Icon, what, when, meanwhile } = props;
  const { places } = useText();
  return (
    <>
      <ScreenHeader title={title} detail={places.notYet} />
      <div className={classes['page']}>
        <Icon size={28} aria-hidden className={classes['icon']} />
        <p className={classes['what']}>{what}</p>
        <p className={classes['when']}>{when}</p>
        <h2 className={classes['title']}>{places.meanwhile}</h2>
        <ul className={classes['list']}>
          {meanwhile.map(({ icon: Way, label, detail, href }) => (
            <li key={href}>
              <Link href={href} className={classes['way'] ?? ''}>
                <Way size={16} aria-hidden className={classes['icon']} />
                <span>
                  <span className={classes['label']}>{label}</span>
                  <span className={classes['detail']}>{detail}</span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}
