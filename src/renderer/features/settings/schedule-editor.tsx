import { Button, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { Job, JobScheduleView } from '../../../shared/contract/jobs.ts';
import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { ExactMoment } from '../../ui/moment.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import classes from './schedule-section.module.css';
import { scheduleText } from './schedule-text.ts';
import { useChangeSetting } from './use-change-setting.ts';

type Mode = 'cron' | 'interval' | 'manual';

const units = [
  { seconds: 60, key: 'minutes' },
  { seconds: 3_600, key: 'hours' },
  { seconds: 86_400, key: 'days' },
] as const;

/** One job's schedule; the times to come are shown as it is written. */
export function ScheduleEditor({ job, onDone }: { job: Job; onDone: () => void }) {
  const { schedule: words } = useText().settings;
  const change = useChangeSetting();
  const [mode, setMode] = useState<Mode>(modeOf(job.schedule));
  const [cron, setCron] = useState(cronOf(job.schedule));
  const [zone, setZone] = useState<string | null>(zoneOf(job.schedule));
  const [[amount, unit], setInterval] = useState(intervalOf(job.schedule));
  const [problem, setProblem] = useState<string>();
  const schedule: JobScheduleView =
    mode === 'manual'
      ? 'manual'
      : mode === 'interval'
        ? { everySeconds: Math.max(1, Math.round(amount * unit)) }
        : { cron: cron.trim() || '* * * * *', ...(zone !== null && zone !== '' && { timeZone: zone }) };
  const [settled] = useDebouncedValue(schedule, 200);
  const preview = useCall('jobs.preview', { schedule: settled, count: 5 }, { keepPrevious: true });
  const wrong = problem ?? preview.data?.problem;

  const save = async (value: unknown) => {
    try {
      await change(`schedule.jobs.${job.name}.schedule`, value, words.jobNames[job.name] ?? job.name);
      onDone();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };

  return (
    <form
      className={classes['editor']}
      onSubmit={(event) => {
        event.preventDefault();
        void save(schedule);
      }}
    >
      <SegmentedControl
        aria-label={words.mode}
        value={mode}
        data={(['cron', 'interval', 'manual'] as const).map((one) => ({
          value: one,
          label: words.modes[one],
        }))}
        onChange={(next) => {
          setProblem(undefined);
          setMode(next === 'interval' || next === 'manual' ? next : 'cron');
        }}
      />
      {mode === 'cron' && (
        <div className={classes['fields']}>
          <TextInput
            label={words.cron}
            description={words.cronDetail}
            value={cron}
            spellCheck={false}
            styles={{ input: { fontFamily: 'var(--font-mono)' } }}
            onChange={(event) => {
              setProblem(undefined);
              setCron(event.currentTarget.value);
            }}
          />
          <Select
            label={words.zone}
            placeholder={words.zoneOfMachine}
            data={Intl.supportedValuesOf('timeZone')}
            value={zone}
            searchable
            clearable
            limit={100}
            onChange={setZone}
          />
        </div>
      )}
      {mode === 'interval' && (
        <div className={classes['fields']}>
          <NumberInput
            label={words.every}
            min={1}
            value={amount}
            onChange={(value) => setInterval([Number(value) || 1, unit])}
          />
          <Select
            aria-label={words.unit}
            allowDeselect={false}
            value={String(unit)}
            data={units.map(({ seconds, key }) => ({ value: String(seconds), label: words[key] }))}
            onChange={(value) => setInterval([amount, Number(value ?? 60)])}
          />
        </div>
      )}
      {wrong !== undefined ? (
        <StatusMark status="critical" label={wrong} wrap />
      ) : (
        <div className={classes['preview']} aria-live="polite">
          {scheduleText(schedule, words.words)}
          {mode !== 'manual' && preview.data && (
            <>
              {': '}
              {preview.data.times.map((at, i) => (
                <span key={at}>
                  {i > 0 && ', '}
                  <ExactMoment at={at} />
                </span>
              ))}
            </>
          )}
        </div>
      )}
      <div className={classes['buttons']}>
        <Button onClick={() => void save(undefined)}>{words.toDefault}</Button>
        <Button onClick={onDone}>{words.leave}</Button>
        <Button type="submit" variant="filled" disabled={wrong !== undefined}>
          {words.save}
        </Button>
      </div>
    </form>
  );
}

function modeOf(schedule: JobScheduleView): Mode {
  if (schedule === 'manual') return 'manual';
  return 'cron' in schedule ? 'cron' : 'interval';
}

function cronOf(schedule: JobScheduleView): string {
  return schedule !== 'manual' && 'cron' in schedule ? schedule.cron : '0 * * * *';
}

function zoneOf(schedule: JobScheduleView): string | null {
  return schedule !== 'manual' && 'cron' in schedule ? (schedule.timeZone ?? null) : null;
}

function intervalOf(schedule: JobScheduleView): [number, number] {
  const seconds = schedule !== 'manual' && 'everySeconds' in schedule ? schedule.everySeconds : 3_600;
  const unit = units.findLast((one) => seconds % one.seconds === 0)?.seconds ?? 60;
  return [seconds / unit, unit];
}
