import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/catalogue.tsx';
import classes from './relative-change.module.css';

/** A difference to before, with its sign and a word for those who hear it: `▲ 12`, `▼ 3`, `no change`. */
export function RelativeChange({ value, unit = '' }: { value: number; unit?: string }) {
  const text = useText();
  const { number } = useFormat();
  if (value === 0) return <span className={classes['none']}>{text.ui.noChange}</span>;
  const amount = `${number(Math.abs(value))}${unit === '' ? '' : ` ${unit}`}`;
  return (
    <span className={classes['change']}>
      <span aria-hidden className={classes['sign']}>
        {value > 0 ? '▲' : '▼'}
      </span>
      <span aria-hidden>{amount}</span>
      <span className={classes['spoken']}>{value > 0 ? text.ui.more(amount) : text.ui.fewer(amount)}</span>
    </span>
  );
}
