import { Button } from '@mantine/core';
import { Power } from 'lucide-react';
import { useText } from '../i18n/catalogue.tsx';
import { BarButton } from './bar-button.tsx';
import classes from './bar-button.module.css';
import { usePauseSchedule } from './use-pause-schedule.ts';
import { useStatus } from './use-status.ts';

/** The place from which everything that acts by itself is stopped. */
export function AutomationSwitch() {
  const { automation } = useText().shell;
  const paused = useStatus()?.jobs.paused ?? false;
  const schedule = usePauseSchedule();
  return (
    <BarButton
      label={automation.label}
      word={paused ? automation.pausedShort : automation.manual}
      icon={<Power size={14} aria-hidden />}
      marked={paused}
      tooltip={paused ? automation.schedulePaused : automation.title}
    >
      {(close) => (
        <>
          <p className={classes['cardTitle']}>{automation.title}</p>
          <p className={classes['cardText']}>{automation.detail}</p>
          <p className={classes['cardTitle']}>{automation.schedule}</p>
          <p className={classes['cardText']}>
            {paused ? automation.schedulePaused : automation.scheduleRuns}
          </p>
          <div className={classes['actions']}>
            <Button
              loading={schedule.busy}
              onClick={() => {
                schedule.setPaused(!paused);
                close();
              }}
            >
              {paused ? automation.resume : automation.pause}
            </Button>
          </div>
        </>
      )}
    </BarButton>
  );
}
