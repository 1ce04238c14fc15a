import { Tooltip } from '@mantine/core';
import { usePortStatus } from '../app/client-context.tsx';
import { useText } from '../i18n/catalogue.tsx';
import classes from './freshness-badge.module.css';
import { useMomentText } from './moment.tsx';
import type { Status } from './status-shapes.ts';

/**
 * How old what is shown is: `at` is when it was observed or read. `maxAgeSeconds` is from when on it is old for its
 * purpose, which is marked; while the application is away it says that too.
 */
export function FreshnessBadge(props: {
  at?: string;
  maxAgeSeconds?: number;
  ageSeconds?: number;
  reason?: string;
}) {
  const { at, maxAgeSeconds, ageSeconds, reason } = props;
  const text = useText();
  const moment = useMomentText();
  const away = usePortStatus().is === 'lost';
  if (at === undefined) {
    return (
      <Badge status="unknown" tooltip={reason ?? text.ui.neverCollected}>
        {text.ui.noData}
      </Badge>
    );
  }
  const { relative, absolute } = moment(at);
  const old = maxAgeSeconds !== undefined && ageSeconds !== undefined && ageSeconds > maxAgeSeconds;
  const tooltip = [text.ui.asSeenAt(absolute), reason, away ? text.ui.shownFromMemory : undefined]
    .filter((line) => line !== undefined)
    .join('\n');
  return (
    <Badge status={old ? 'warning' : away ? 'unknown' : 'ok'} tooltip={tooltip}>
      {old ? text.ui.oldData(relative) : relative}
    </Badge>
  );
}

function Badge(props: { status: Status; tooltip: string; children: string }) {
  return (
    <Tooltip label={props.tooltip} style={{ whiteSpace: 'pre-line' }}>
      <span className={classes['badge']} data-status={props.status} tabIndex={0} role="note">
        <span aria-hidden className={classes['shape']}>
          {props.status === 'warning' ? '▲' : props.status === 'unknown' ? '?' : '◔'}
        </span>
        {props.children}
      </span>
    </Tooltip>
  );
}
