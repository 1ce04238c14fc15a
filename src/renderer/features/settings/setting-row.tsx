import { RotateCcw } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { useText } from '../../i18n/catalogue.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import classes from './setting-row.module.css';

/** A label with what it means, its control at the right, and a way back to the default where it differs. */
export function SettingRow(props: {
  label: string;
  description?: ReactNode;
  /** One line: what is wrong, and the fix. */
  problem?: string | undefined;
  /** What the default is, said when the value differs from it. */
  fallback?: string | undefined;
  onReset?: (() => void) | undefined;
  children: (ids: { readonly labelId: string; readonly describedBy: string }) => ReactNode;
}) {
  const { label, description, problem, fallback, onReset } = props;
  const { settings } = useText();
  const labelId = useId();
  const describedBy = useId();
  return (
    <div className={classes['row']}>
      <div className={classes['words']}>
        <span id={labelId} className={classes['label']}>
          {label}
        </span>
        <span id={describedBy} className={classes['description']}>
          {description}
          {fallback !== undefined && ` ${settings.defaultIs(fallback)}`}
        </span>
        {problem !== undefined && (
          <span role="alert" className={classes['problem']}>
            ■ {problem}
          </span>
        )}
      </div>
      <div className={classes['control']}>{props.children({ labelId, describedBy })}</div>
      <div className={classes['reset']}>
        {onReset && (
          <IconButton icon={RotateCcw} label={settings.resetTo(fallback ?? '')} onClick={onReset} />
        )}
      </div>
    </div>
  );
}
