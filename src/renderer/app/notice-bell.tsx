import { ActionIcon, Popover, Tooltip } from '@mantine/core';
import { Bell } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useText } from '../i18n/catalogue.tsx';
import { Moment } from '../ui/moment.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { useToast } from '../ui/toast.tsx';
import classes from './notice-bell.module.css';
import { noticeWords } from './notice-words.ts';
import { usePreferences } from './preferences.ts';
import { useCall, useEvent, useRefresh } from './use-call.ts';

/** What people were told of: how much of it is new, and the last of it when it is opened. */
export function NoticeBell() {
  const { notices: words } = useText();
  const toast = useToast();
  const refresh = useRefresh();
  const [, navigate] = useLocation();
  const [opened, setOpened] = useState(false);
  const { noticesSeenAt, set } = usePreferences();
  const all = useCall('notices.list', {}, { staleTime: Number.POSITIVE_INFINITY }).data?.notices ?? [];
  useEvent('notices.told', {}, ({ notice }) => {
    refresh('notices.list');
    const { title, status, path } = noticeWords(notice, words);
    toast({ message: title, status, action: { label: words.open, run: () => navigate(path) } });
  });
  const unread = all.filter(({ at }) => at > noticesSeenAt).length;
  const says = unread === 0 ? words.noneUnread : words.unread(unread);
  const turn = (open: boolean) => {
    setOpened(open);
    // Seen is what stood in the list when it was closed.
    const [newest] = all;
    if (!open && newest) set({ noticesSeenAt: newest.at });
  };
  return (
    <Popover opened={opened} onChange={turn} position="bottom-end" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <Tooltip label={`${words.label}: ${says}`} disabled={opened}>
          <ActionIcon
            className={classes['bell'] ?? ''}
            aria-label={`${words.label}: ${says}`}
            onClick={() => turn(!opened)}
            style={{ overflow: 'visible' }}
          >
            <Bell size={16} aria-hidden />
            {unread > 0 && (
              <span className={classes['count']} aria-hidden>
                {unread > 99 ? '99+' : unread}
              </span>
            )}
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.label}>
        {all.length === 0 ? (
          <p className={classes['none']}>{words.none}</p>
        ) : (
          <ul className={classes['list']}>
            {all.map((notice) => {
              const { title, detail, status, path } = noticeWords(notice, words);
              return (
                <li key={notice.id}>
                  <Link href={path} className={classes['link'] ?? ''} onClick={() => turn(false)}>
                    <StatusMark status={status} label={title} wrap />
                    <span className={classes['moment']}>
                      <Moment at={notice.at} />
                    </span>
                    {detail !== '' && <span className={classes['detail']}>{detail}</span>}
                  </Link>
                </li>
              );
            })}
          </ul>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
