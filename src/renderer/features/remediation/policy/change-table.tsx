import type { PolicyChangeView } from '../../../../shared/contract/policy.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import classes from './policy.module.css';

const status = { more: 'warning', less: 'ok', other: 'info' } as const;

/** What is different, member by member, and whether more may happen with it. */
export function ChangeTable({ changes }: { changes: readonly PolicyChangeView[] }) {
  const { policy } = useText();
  const words = policy.diff;
  if (changes.length === 0) return <p className={classes['dim']}>{words.none}</p>;
  return (
    <table className={classes['table']}>
      <thead>
        <tr>
          <th scope="col">{words.what}</th>
          <th scope="col">{words.from}</th>
          <th scope="col">{words.to}</th>
          <th scope="col">{words.permits}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ path, from, to, permits }) => (
          <tr key={path}>
            <th scope="row">
              <code>{path}</code>
            </th>
            <td>
              {from === undefined ? (
                <span className={classes['dim']}>{words.absent}</span>
              ) : (
                <code>{from}</code>
              )}
            </td>
            <td>
              {to === undefined ? <span className={classes['dim']}>{words.absent}</span> : <code>{to}</code>}
            </td>
            <td>
              <StatusMark status={status[permits]} label={words[permits]} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
