import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { KeyValue } from '../../ui/key-value.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { ExactMoment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { SectionPage } from './section-page.tsx';

/** What this is, which version, and for whom it runs. */
export function AboutSection() {
  const { about: words } = useText().settings;
  const { data, error, refetch } = useCall('system.about', {});
  return (
    <SectionPage section="about">
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      <Section title="Datacenter Docs" {...(data && { detail: data.version })}>
        <p style={{ margin: '0 0 12px', color: 'var(--text-2)' }}>{words.text}</p>
        {!data && !error && <SkeletonRows rows={5} />}
        {data && (
          <KeyValue
            facts={[
              { key: 'version', label: words.version, value: data.version },
              { key: 'host', label: words.host, value: words.hosts[data.host] },
              { key: 'operator', label: words.operator, value: data.operator },
              { key: 'site', label: words.site, value: data.site },
              { key: 'started', label: words.started, value: <ExactMoment at={data.startedAt} /> },
              { key: 'platform', label: words.platform, value: data.platform },
              { key: 'license', label: words.license, value: 'MIT' },
            ]}
          />
        )}
      </Section>
    </SectionPage>
  );
}
