import { Button } from '@mantine/core';
import { OctagonX, Power } from 'lucide-react';
import { useText } from '../i18n/catalogue.tsx';
import { BarButton } from './bar-button.tsx';
import classes from './bar-button.module.css';
import { KillSwitch } from './kill-switch.tsx';
import { openKillSwitch, useOverlays } from './overlays.ts';
import { usePauseSchedule } from './use-pause-schedule.ts';
import { usePolicy, useStanding, useStandstillFeed } from './use-standstill.ts';
import { useStatus } from './use-status.ts';

/** The place from which everything that changes anything, or acts by itself, is stopped. */
export function AutomationSwitch() {
  const { shell, remediation } = useText();
  const { automation } = shell;
  const words = remediation.stop;
  const opened = useOverlays((state) => state.killSwitch);
  const schedulePaused = useStatus()?.jobs.paused ?? false;
  const schedule = usePauseSchedule();
  const standing = useStanding();
  const policy = usePolicy();
  useStandstillFeed();
  const stopped = standing?.killSwitch;
  const paused = standing?.paused;
  const automatic = policy?.values.automatic ?? false;
  const [word, tooltip] =
    stopped !== undefined
      ? [words.on, words.tooltipOn(stopped)]
      : paused
        ? [words.paused, words.tooltipPaused(paused.reason)]
        : schedulePaused
          ? [automation.pausedShort, automation.schedulePaused]
          : automatic
            ? [words.automatic, words.tooltipAutomatic]
            : [words.off, words.tooltipOff];
  return (
    <BarButton
      label={words.label}
      word={word}
      icon={stopped === undefined ? <Power size={14} aria-hidden /> : <OctagonX size={14} aria-hidden />}
      marked={stopped !== undefined || paused !== undefined || schedulePaused}
      alarm={stopped !== undefined}
      tooltip={tooltip}
      opened={opened}
      onOpened={openKillSwitch}
    >
      {(close) => (
        <>
          <KillSwitch onDone={close} />
          <p className={classes['cardTitle']} data-apart>
            {automation.schedule}
          </p>
          <p className={classes['cardText']}>
            {schedulePaused ? automation.schedulePaused : automation.scheduleRuns}
          </p>
          <div className={classes['actions']}>
            <Button
              loading={schedule.busy}
              onClick={() => {
                schedule.setPaused(!schedulePaused);
                close();
              }}
            >
              {schedulePaused ? automation.resume : automation.pause}
            </Button>
          </div>
        </>
      )}
    </BarButton>
  );
}
