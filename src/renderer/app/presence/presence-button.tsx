import { Users } from 'lucide-react';
import { Link } from 'wouter';
import { useText, type Catalogue } from '../../i18n/catalogue.tsx';
import { Moment } from '../../ui/moment.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { BarButton } from '../bar-button.tsx';
import bar from '../bar-button.module.css';
import { links } from '../links.ts';
import { Avatar } from './avatar.tsx';
import { placeOf } from './place-of.ts';
import classes from './presence.module.css';
import { useLook } from './use-look.ts';
import { usePresence, usePresenceFeed, type Presence } from './use-presence.ts';

type Station = Presence['stations'][number];

/** Faces before the rest is counted. */
const most = 3;

/** Who is on shift: the letters of their names in the top bar, where they sit and what they do when it is opened. */
export function PresenceButton() {
  const { presence: words } = useText();
  const presence = usePresence();
  usePresenceFeed();
  useLook();
  if (presence === undefined) return null;
  const people = peopleOf(presence.stations);
  const word = people.length === 0 ? words.nobody : words.people(people.length);
  return (
    <BarButton
      label={words.label}
      word={word}
      tooltip={people.length === 0 ? words.nobody : words.tooltip(people)}
      icon={
        people.length === 0 ? (
          <Users size={14} aria-hidden />
        ) : (
          <span className={classes['faces']}>
            {people.slice(0, most).map((name) => (
              <Avatar key={name} name={name} away={!presence.current} />
            ))}
          </span>
        )
      }
    >
      {(close) => (
        <>
          <p className={bar['cardTitle']}>{words.title}</p>
          {!presence.current && (
            <p className={bar['cardText']}>
              <StatusMark status="warning" label={words.notCurrent} wrap />
            </p>
          )}
          <ul className={classes['stations']}>
            {presence.stations.map((station) => (
              <StationRow key={station.workstation} station={station} onGo={close} />
            ))}
          </ul>
        </>
      )}
    </BarButton>
  );
}

/** Each once, those at this workstation first. */
function peopleOf(stations: readonly Station[]): readonly string[] {
  return [
    ...new Set(
      stations
        .filter(({ online }) => online)
        .flatMap(({ looking }) => looking.map(({ operator }) => operator)),
    ),
  ];
}

function StationRow({ station, onGo }: { station: Station; onGo: () => void }) {
  const { presence: words, shell } = useText();
  const { name, self, online, seenAt, version, looking, leads, running } = station;
  return (
    <li className={classes['station']} data-away={!online || undefined}>
      <div className={classes['stationHead']}>
        <span className={classes['stationName']} title={words.version(version)}>
          {name}
        </span>
        <span className={classes['dim']}>
          {self ? (
            words.self
          ) : online ? (
            ''
          ) : (
            <>
              {words.offline}, <Moment at={seenAt} />
            </>
          )}
        </span>
      </div>
      {looking.length === 0 && online && <p className={classes['dim']}>{words.unattended}</p>}
      {looking.map((one) => {
        const place = placeOf(one);
        const screen = screenName(one.view, shell.screens);
        return (
          <p key={one.operator} className={classes['person']}>
            <Avatar name={one.operator} away={!online} />
            <span className={classes['personName']}>{one.operator}</span>
            {!online ? null : place === undefined ? (
              <span className={classes['dim']}>{screen}</span>
            ) : (
              <Link href={place} className={classes['place'] ?? ''} onClick={onGo}>
                {one.subject ?? screen}
              </Link>
            )}
          </p>
        );
      })}
      {online && leads.length > 0 && (
        <p className={classes['dim']}>{words.leads(leads.map((task) => taskName(task, words)))}</p>
      )}
      {running.map((id) => (
        <p key={id} className={classes['person']}>
          <span className={classes['dim']}>{words.runs}</span>
          <Link href={links.remediationOf(id)} className={classes['place'] ?? ''} onClick={onGo}>
            {words.remediationOf(id)}
          </Link>
        </p>
      ))}
    </li>
  );
}

/** Another version may have screens that this one does not know. */
function screenName(view: string, screens: Catalogue['shell']['screens']): string {
  return Object.entries(screens).find(([key]) => key === view)?.[1] ?? view;
}

function taskName(task: string, words: Catalogue['presence']): string {
  // Findings are judged over all sources; they are led like one.
  if (task === 'collect:findings') return words.tasks.findings;
  const [name = '', source] = task.split(/:(.*)/s);
  if (name === 'collect' && source !== undefined) return words.tasks.collect(source);
  switch (name) {
    case 'documents':
    case 'prose':
    case 'alerts':
    case 'automation':
      return words.tasks[name];
    default:
      return task;
  }
}
