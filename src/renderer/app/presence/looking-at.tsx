import { Tooltip } from '@mantine/core';
import { useText } from '../../i18n/catalogue.tsx';
import { useMomentText } from '../../ui/moment.tsx';
import { Avatar } from './avatar.tsx';
import classes from './presence.module.css';
import { useOthersLookingAt } from './use-presence.ts';

/** Names before the rest is counted. */
const most = 3;

/** Who else has the same ticket, remediation or document before them; nothing where nobody has. */
export function LookingAt({ subject }: { subject: string }) {
  const { presence: words } = useText();
  const moment = useMomentText();
  const others = useOthersLookingAt(subject);
  if (others.length === 0) return null;
  const names = others.map(({ operator }) => operator);
  const named =
    names.length > most ? [...names.slice(0, most - 1), words.others(names.length - most + 1)] : names;
  return (
    <Tooltip
      label={others
        .map(({ operator, station, since }) => words.lookedAt(operator, station, moment(since).relative))
        .join('\n')}
    >
      <span className={classes['looking']} role="note" tabIndex={0}>
        {others.slice(0, most).map(({ operator }) => (
          <Avatar key={operator} name={operator} />
        ))}
        <span className={classes['lookingWords']}>{words.looksAt(named, others.length)}</span>
      </span>
    </Tooltip>
  );
}
