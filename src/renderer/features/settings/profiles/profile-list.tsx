import type { ProfileView } from '../../../../shared/contract/profiles.ts';
import { cleanText } from '../../../../shared/clean-text.ts';
import { isEntityKind } from '../../../../shared/model/kinds/registry.ts';
import { useShortcut } from '../../../app/shortcuts.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { useFormat } from '../../../i18n/format.ts';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { profileStatus } from './profile-status.ts';
import classes from './profiles.module.css';

/** One line a profile: whether it is used, what it gives, and of which servers. */
export function ProfileList(props: {
  profiles: readonly ProfileView[];
  chosen: string | undefined;
  onChoose: (id: string) => void;
}) {
  const { profiles, chosen, onChoose } = props;
  const { profiles: words, kinds } = useText();
  const { list } = useFormat();
  const step = (by: number) => {
    const at = profiles.findIndex(({ id }) => id === chosen);
    const next = profiles[Math.min(profiles.length - 1, Math.max(0, at + by))];
    if (next) onChoose(next.id);
  };
  useShortcut('list', 'arrowdown', words.next, () => step(1));
  useShortcut('list', 'arrowup', words.previous, () => step(-1));
  return (
    <table className={classes['table']} aria-label={words.list}>
      <thead>
        <tr>
          <th scope="col">{words.columns.name}</th>
          <th scope="col" data-column="state">
            {words.columns.state}
          </th>
          <th scope="col" data-column="from" data-optional>
            {words.columns.from}
          </th>
          <th scope="col" data-optional>
            {words.columns.reads}
          </th>
          <th scope="col" data-optional>
            {words.columns.servers}
          </th>
          <th scope="col" data-column="actions" data-optional>
            {words.columns.actions}
          </th>
        </tr>
      </thead>
      <tbody>
        {profiles.map((profile) => {
          const { id, from, file, summary, reads, recognises } = profile;
          const { status, label } = profileStatus(profile, words);
          const given = (summary?.kinds ?? []).map((kind) =>
            isEntityKind(kind) ? kinds.name(kind, 2) : cleanText(kind),
          );
          const servers = [...new Set([...reads, ...recognises])];
          return (
            <tr key={file} aria-selected={id === chosen} onClick={() => onChoose(id)}>
              <td title={cleanText(summary?.title ?? id)}>
                <button type="button" className={classes['name']}>
                  {cleanText(summary?.title ?? id)}
                </button>
                {summary && <span className={classes['id']}>{id}</span>}
              </td>
              <td>
                <StatusMark status={status} label={label} />
              </td>
              <td data-optional>{words.from[from]}</td>
              <td data-optional title={list(given)}>
                {given.length === 0 ? '–' : list(given)}
              </td>
              <td data-optional title={list(servers)}>
                {servers.length === 0 ? '–' : list(servers)}
              </td>
              <td data-optional>
                {words.actionsOf(
                  summary?.actions.filter(({ accepted }) => accepted).length ?? 0,
                  summary?.actions.length ?? 0,
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
