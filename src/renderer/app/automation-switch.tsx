import { Button } from '@mantine/core';
import { BookCheck, Gauge, History, OctagonX, Power } from 'lucide-react';
import { useText } from '../i18n/catalogue.tsx';
import { BarButton } from './bar-button.tsx';
import classes from './bar-button.module.css';
import { KillSwitch } from './kill-switch.tsx';
import { links } from './links.ts';
import { openKillSwitch, useOverlays } from './overlays.ts';
import { useCommands } from './palette/commands.ts';
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
  const place = (view: 'history' | 'policy' | 'calibration') =>
    `${shell.screens.remediation}: ${remediation.views[view]}`;
  useCommands('remediation', [
    {
      id: 'kill-switch',
      group: 'run',
      label: stopped === undefined ? words.command : words.commandRelease,
      icon: OctagonX,
      run: () => openKillSwitch(true),
    },
    {
      id: 'go-to.remediation-history',
      group: 'go-to',
      label: place('history'),
      icon: History,
      href: links.remediationHistory,
    },
    { id: 'go-to.policy', group: 'go-to', label: place('policy'), icon: BookCheck, href: links.policy },
    {
      id: 'go-to.calibration',
      group: 'go-to',
      label: place('calibration'),
      icon: Gauge,
      href: links.calibration,
    },
  ]);
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
