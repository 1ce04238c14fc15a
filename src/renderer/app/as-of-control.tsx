import { Button, TextInput } from '@mantine/core';
import { History } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import type { Instant } from '../../shared/model/ids.ts';
import { useText } from '../i18n/catalogue.tsx';
import { useMomentText } from '../ui/moment.tsx';
import { asOfPresets } from './as-of-presets.ts';
import { useAsOf } from './as-of.ts';
import classes from './as-of-control.module.css';
import { BarButton } from './bar-button.tsx';
import { useNow } from './now.ts';
import { usePreferences } from './preferences.ts';
import { zoneLabel, zoneOf } from './time-zone.ts';
import { instantOfWallClock, wallClock } from './zoned-time.ts';

/** Turns the whole console to another moment. */
export function AsOfControl() {
  const { asOf } = useText().shell;
  const [at, setAt] = useAsOf();
  const now = useNow();
  const moment = useMomentText();
  const shown = at === undefined ? undefined : moment(at);
  return (
    <BarButton
      label={asOf.label}
      word={asOf.shows(shown?.relative ?? asOf.now)}
      icon={<History size={14} aria-hidden />}
      tooltip={shown === undefined ? `${asOf.label}: ${asOf.now}` : asOf.band(shown.absolute)}
      marked={at !== undefined}
    >
      {(close) => (
        <div className={classes['card']}>
          <ul className={classes['presets']}>
            {at !== undefined && (
              <li>
                <button
                  type="button"
                  className={classes['preset']}
                  onClick={() => {
                    setAt(undefined);
                    close();
                  }}
                >
                  {asOf.backToNow}
                </button>
              </li>
            )}
            {asOfPresets.map(({ key, ms }) => (
              <li key={key}>
                <button
                  type="button"
                  className={classes['preset']}
                  onClick={() => {
                    setAt(new Date(now - ms).toISOString() as Instant);
                    close();
                  }}
                >
                  {asOf.presets[key]}
                </button>
              </li>
            ))}
          </ul>
          <ExactTime
            at={at}
            onChoose={(next) => {
              setAt(next);
              close();
            }}
          />
        </div>
      )}
    </BarButton>
  );
}

function ExactTime({ at, onChoose }: { at: Instant | undefined; onChoose: (at: Instant) => void }) {
  const { asOf } = useText().shell;
  const now = useNow();
  const { timeZone } = usePreferences();
  const zone = zoneOf(timeZone);
  const [text, setText] = useState(() => wallClock(at === undefined ? new Date(now) : new Date(at), zone));
  const [problem, setProblem] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const moment = instantOfWallClock(text, zone);
    if (moment === undefined) setProblem(asOf.notATime);
    else if (moment.getTime() > now) setProblem(asOf.inFuture);
    else onChoose(moment.toISOString() as Instant);
  };
  return (
    <form className={classes['exact']} onSubmit={submit}>
      <TextInput
        className="mono"
        inputMode="numeric"
        autoComplete="off"
        spellCheck={false}
        label={asOf.exact}
        description={asOf.zone(zoneLabel(timeZone))}
        value={text}
        {...(problem !== undefined && { error: problem })}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setProblem(undefined);
        }}
      />
      <Button type="submit">{asOf.show}</Button>
    </form>
  );
}
