import { Tooltip } from '@mantine/core';
import { useNow } from '../app/now.ts';
import { usePreferences } from '../app/preferences.ts';
import { useText } from '../i18n/catalogue.tsx';
import { absoluteTime, relativeTime } from './time-text.ts';

/** How long ago, with the exact time and its zone on hover. */
export function Moment({ at }: { at: string }) {
  const now = useNow();
  const { timeZone, language } = usePreferences();
  return (
    <Tooltip label={absoluteTime(at, { timeZone, language })}>
      <time dateTime={at}>{relativeTime(at, now, language)}</time>
    </Tooltip>
  );
}

/** A value that is not known, and why. */
export function Unknown({ reason }: { reason: string }) {
  const text = useText();
  return (
    <Tooltip label={reason}>
      <span tabIndex={0} aria-label={text.ui.unknown(reason)}>
        –
      </span>
    </Tooltip>
  );
}
