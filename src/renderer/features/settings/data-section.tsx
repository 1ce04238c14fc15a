import { Button } from '@mantine/core';
import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { bytes } from '../../../shared/format.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { KeyValue } from '../../ui/key-value.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import classes from './data-section.module.css';
import { SectionPage } from './section-page.tsx';

/** Where everything lies, how much room it takes, and how to keep a copy of it. */
export function DataSection() {
  const { data: words } = useText().settings;
  const { data, error, refetch, isFetching } = useCall('diagnostics.read', {}, { staleTime: 5_000 });
  const low = data !== undefined && data.disk.freeBytes < 2 ** 30;
  return (
    <SectionPage
      section="data"
      actions={
        <Button loading={isFetching} onClick={() => void refetch()}>
          {words.readAgain}
        </Button>
      }
    >
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && (
        <Section title={words.place}>
          <SkeletonRows rows={8} />
        </Section>
      )}
      {data && (
        <>
          <Section title={words.place} actions={<CopyButton value={data.dataDir} label={words.copyPath} />}>
            {data.store.setAside && (
              <StatusMark
                status="critical"
                label={words.setAside(data.store.setAside.movedTo, data.store.setAside.reason)}
                wrap
              />
            )}
            <KeyValue
              facts={[
                { key: 'path', label: words.path, value: data.dataDir, mono: true },
                {
                  key: 'size',
                  label: words.size,
                  value: bytes(data.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)),
                },
                {
                  key: 'free',
                  label: words.free,
                  value: low ? (
                    <StatusMark status="warning" label={words.freeLow(bytes(data.disk.freeBytes))} />
                  ) : (
                    words.freeOf(bytes(data.disk.freeBytes), bytes(data.disk.totalBytes))
                  ),
                },
              ]}
            />
          </Section>
          <Section title={words.what}>
            <table className={classes['table']}>
              <thead>
                <tr>
                  <th scope="col">{words.columns.name}</th>
                  <th scope="col">{words.columns.what}</th>
                  <th scope="col" data-number>
                    {words.columns.size}
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.files.map(({ name, sizeBytes, folder, what }) => (
                  <tr key={name}>
                    <td className="mono">{folder ? `${name}/` : name}</td>
                    <td>{words.files[what] ?? words.files['other']}</td>
                    <td data-number>{bytes(sizeBytes)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Section>
          <Section title={words.backup}>
            <p className={classes['text']}>{words.backupText}</p>
            <pre className={classes['command']} tabIndex={0}>
              {`tar -czf datacenter-docs-backup.tar.gz -C '${data.dataDir}' .`}
            </pre>
            <p className={classes['text']}>{words.backupSecrets}</p>
          </Section>
        </>
      )}
    </SectionPage>
  );
}
