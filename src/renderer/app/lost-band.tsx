import { useQueryClient } from '@tanstack/react-query';
import { Unplug } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useText } from '../i18n/catalogue.tsx';
import { announce } from '../ui/announcements.tsx';
import { useMomentText } from '../ui/moment.tsx';
import { showToast } from '../ui/toast.tsx';
import { usePortStatus } from './client-context.tsx';
import classes from './band.module.css';
import { readEverythingAgain } from './query-client.ts';

/** Says calmly that the application is away, and has everything read again when it is back. */
export function LostBand() {
  const { connection } = useText().shell;
  const status = usePortStatus();
  const moment = useMomentText();
  const queries = useQueryClient();
  const wasLost = useRef(false);
  const instance = useRef<string | undefined>(undefined);
  const isLost = status.is === 'lost';
  const currentInstance = status.is === 'open' ? status.instance : undefined;
  useEffect(() => {
    if (isLost) {
      wasLost.current = true;
      announce(connection.lostDetail);
      return;
    }
    if (currentInstance === undefined) return;
    const isOther = instance.current !== undefined && instance.current !== currentInstance;
    instance.current = currentInstance;
    if (!wasLost.current && !isOther) return;
    wasLost.current = false;
    readEverythingAgain(queries);
    showToast({ message: connection.back, status: 'ok' });
  }, [isLost, currentInstance, queries, connection]);
  if (status.is !== 'lost') return null;
  const since = new Date(Date.now() - Math.max(0, performance.now() - status.since)).toISOString();
  const { relative, absolute } = moment(since);
  return (
    <div className={classes['band']} data-kind="lost" role="status">
      <Unplug size={14} aria-hidden className={classes['icon']} />
      <span className={classes['title']} title={relative}>
        {connection.lost(absolute)}
      </span>
      <span className={classes['detail']}>{connection.lostDetail}</span>
    </div>
  );
}
