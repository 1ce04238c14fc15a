import type { ReactNode } from 'react';
import { PermissionNote } from '../../app/permitted.tsx';
import type { MethodName } from '../../../shared/contract/contract.ts';
import { useText } from '../../i18n/catalogue.tsx';
import classes from './section-page.module.css';
import type { SectionKey } from './sections.ts';

/** The head of a section, what it is for in one sentence, and its parts. */
export function SectionPage(props: {
  section: SectionKey;
  actions?: ReactNode;
  /** Uses all of the room rather than a column that is comfortable to read. */
  wide?: boolean;
  /** What changes anything in it; whoever may not call it is told so above. */
  changes?: MethodName;
  children: ReactNode;
}) {
  const { section, actions, wide = false, children } = props;
  const text = useText();
  return (
    <div className={classes['page']}>
      <header className={classes['head']}>
        <h2 className={classes['title']}>{text.settings.sections[section]}</h2>
        <span className={classes['purpose']}>{text.settings.purposes[section]}</span>
        <div className={classes['actions']}>{actions}</div>
      </header>
      {/* What scrolls can be scrolled with the keyboard. */}
      <div className={classes['body']} data-wide={wide || undefined} tabIndex={0}>
        {props.changes !== undefined && <PermissionNote method={props.changes} />}
        {children}
      </div>
    </div>
  );
}
