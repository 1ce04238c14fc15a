import { Select } from '@mantine/core';
import { useNow } from '../../app/now.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { Section } from '../../ui/section.tsx';
import { absoluteTime } from '../../ui/time-text.ts';
import { SectionPage } from './section-page.tsx';
import { SettingRow } from './setting-row.tsx';

/** In which zone times are shown: UTC, the workstation's, or the site's. */
export function TimeSection() {
  const text = useText();
  const { time: words } = text.settings;
  const { timeZone, language, set } = usePreferences();
  const now = new Date(useNow()).toISOString();
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <SectionPage section="time">
      <Section title={words.shown} detail={words.here}>
        <SettingRow label={text.shell.menu.timeZone} description={words.detail}>
          {({ labelId }) => (
            <Select
              aria-labelledby={labelId}
              searchable
              allowDeselect={false}
              limit={200}
              value={timeZone}
              data={[
                { value: 'utc', label: text.shell.menu.utc },
                { value: 'local', label: text.shell.menu.local(own) },
                { group: words.site, items: Intl.supportedValuesOf('timeZone') },
              ]}
              onChange={(next) => set({ timeZone: next ?? 'local' })}
            />
          )}
        </SettingRow>
        <SettingRow label={words.now}>
          {() => <span style={{ textAlign: 'right' }}>{absoluteTime(now, { timeZone, language })}</span>}
        </SettingRow>
      </Section>
    </SectionPage>
  );
}
