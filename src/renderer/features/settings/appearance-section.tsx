import { SegmentedControl } from '@mantine/core';
import { languages, themes, usePreferences } from '../../app/preferences.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { Section } from '../../ui/section.tsx';
import { SectionPage } from './section-page.tsx';
import { SettingRow } from './setting-row.tsx';

/** What belongs to this person at this screen. */
export function AppearanceSection() {
  const text = useText();
  const { appearance: words } = text.settings;
  const { colorScheme, language, set } = usePreferences();
  return (
    <SectionPage section="appearance">
      <Section title={words.title} detail={words.here}>
        <SettingRow label={text.shell.menu.theme} description={words.themeDetail}>
          {({ labelId }) => (
            <SegmentedControl
              aria-labelledby={labelId}
              value={colorScheme}
              data={themes.map((value) => ({ value, label: text.shell.menu.themes[value] }))}
              onChange={(next) => set({ colorScheme: themes.find((one) => one === next) ?? 'auto' })}
            />
          )}
        </SettingRow>
        <SettingRow label={text.shell.menu.language} description={words.languageDetail}>
          {({ labelId }) => (
            <SegmentedControl
              aria-labelledby={labelId}
              value={language}
              data={languages.map((value) => ({ value, label: text.shell.menu.languages[value] }))}
              onChange={(next) => set({ language: languages.find((one) => one === next) ?? 'en' })}
            />
          )}
        </SettingRow>
      </Section>
    </SectionPage>
  );
}
