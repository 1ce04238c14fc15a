import { Switch } from '@mantine/core';
import { useCall, useCommand } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { Section } from '../../ui/section.tsx';
import { useToast } from '../../ui/toast.tsx';
import { SectionPage } from './section-page.tsx';
import { SettingRow } from './setting-row.tsx';

/** What only the desktop application can be told. */
export function DesktopSection() {
  const { desktop: words } = useText().settings;
  const toast = useToast();
  const { data, error, refetch } = useCall('desktop.state', {});
  const startAtLogin = useCommand('desktop.setStartAtLogin', ['desktop.state']);
  const keepRunning = useCommand('desktop.setKeepRunning', ['desktop.state']);
  const failed = (problem: Error) => toast({ message: problem.message, status: 'critical', stays: true });
  return (
    <SectionPage section="desktop">
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && (
        <Section title={words.title}>
          <SkeletonRows rows={3} />
        </Section>
      )}
      {data?.available === false && <EmptyState title={words.notHere} reason={words.notHereReason} />}
      {data?.available === true && (
        <Section title={words.title}>
          <SettingRow label={words.startAtLogin} description={words.startAtLoginDetail}>
            {({ labelId, describedBy }) => (
              <Switch
                aria-labelledby={labelId}
                aria-describedby={describedBy}
                style={{ width: 'auto' }}
                checked={data.startAtLogin}
                disabled={startAtLogin.isPending}
                onChange={(event) =>
                  startAtLogin.mutate({ on: event.currentTarget.checked }, { onError: failed })
                }
              />
            )}
          </SettingRow>
          <SettingRow label={words.keepRunning} description={words.keepRunningDetail}>
            {({ labelId, describedBy }) => (
              <Switch
                aria-labelledby={labelId}
                aria-describedby={describedBy}
                style={{ width: 'auto' }}
                checked={data.keepRunning}
                disabled={keepRunning.isPending}
                onChange={(event) =>
                  keepRunning.mutate({ on: event.currentTarget.checked }, { onError: failed })
                }
              />
            )}
          </SettingRow>
          <SettingRow
            label={words.secrets}
            description={'because' in data.secrets ? data.secrets.because : words.secretsDetail}
          >
            {() => <span style={{ textAlign: 'right' }}>{words.secretsIn[data.secrets.in]}</span>}
          </SettingRow>
        </Section>
      )}
    </SectionPage>
  );
}
