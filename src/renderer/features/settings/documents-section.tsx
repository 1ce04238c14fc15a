import { useText } from '../../i18n/catalogue.tsx';
import { Section } from '../../ui/section.tsx';
import { SectionPage } from './section-page.tsx';
import { StoredSetting } from './stored-setting.tsx';

/** How documents are written; they are written anew with the next run. */
export function DocumentsSection() {
  const { documents: words } = useText().settings;
  return (
    <SectionPage section="documents" changes="settings.set">
      <Section title={words.content}>
        <StoredSetting
          path="site"
          label={words.site}
          description={words.siteDetail}
          control={{ type: 'text' }}
        />
        <StoredSetting
          path="documents.depth"
          label={words.depth}
          description={words.depthDetail}
          control={{
            type: 'choice',
            options: (['summary', 'standard', 'full'] as const).map((value) => ({
              value,
              label: words.depths[value],
            })),
          }}
        />
        <StoredSetting
          path="documents.rowsPerPage"
          label={words.rows}
          description={words.rowsDetail}
          control={{ type: 'number', unit: words.rowsUnit }}
        />
        <StoredSetting
          path="documents.changeDays"
          label={words.changeDays}
          description={words.changeDaysDetail}
          control={{ type: 'number', unit: words.days }}
        />
      </Section>
    </SectionPage>
  );
}
