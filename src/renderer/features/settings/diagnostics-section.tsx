import { Button } from '@mantine/core';
import { Download, Stethoscope } from 'lucide-react';
import { useState } from 'react';
import type { DiagnosticCheck } from '../../../shared/contract/diagnostics.ts';
import { useClient } from '../../app/client-context.tsx';
import { useCall } from '../../app/use-call.ts';
import { Permitted } from '../../app/permitted.tsx';
import { useText } from '../../i18n/catalogue.tsx';
import { useFormat } from '../../i18n/format.ts';
import { bytes } from '../../../shared/format.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { KeyValue } from '../../ui/key-value.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { ExactMoment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useToast } from '../../ui/toast.tsx';
import classes from './diagnostics-section.module.css';
import { saveFile } from '../../ui/save-file.ts';
import { SectionPage } from './section-page.tsx';

const marks = { ok: 'ok', warning: 'warning', failed: 'critical', 'not-set': 'unknown' } as const;

/** How the application itself is, checks that ask around, and a file for whoever helps. */
export function DiagnosticsSection() {
  const client = useClient();
  const toast = useToast();
  const { diagnostics: words } = useText().settings;
  const { number } = useFormat();
  const { data, error, refetch } = useCall('diagnostics.read', {}, { staleTime: 5_000 });
  const [checks, setChecks] = useState<readonly DiagnosticCheck[]>();
  const [busy, setBusy] = useState<'check' | 'bundle'>();
  const failed = (problem: unknown) =>
    toast({
      message: problem instanceof Error ? problem.message : String(problem),
      status: 'critical',
      stays: true,
    });

  const check = async () => {
    setBusy('check');
    setChecks([]);
    try {
      const done = await client.diagnostics.check(
        {},
        { onProgress: (one) => setChecks((before = []) => [...before, one]) },
      );
      setChecks(done.checks);
    } catch (problem) {
      failed(problem);
    } finally {
      setBusy(undefined);
    }
  };
  const download = async () => {
    setBusy('bundle');
    try {
      const bundle = await client.diagnostics.bundle({});
      saveFile(bundle.fileName, new Blob([bundle.content], { type: bundle.mimeType }));
      toast({ message: words.saved(bundle.fileName), status: 'ok' });
    } catch (problem) {
      failed(problem);
    } finally {
      setBusy(undefined);
    }
  };

  return (
    <SectionPage
      section="diagnostics"
      actions={
        <>
          <Permitted method="diagnostics.check">
            <Button
              leftSection={<Stethoscope size={14} aria-hidden />}
              loading={busy === 'check'}
              onClick={() => void check()}
            >
              {words.check}
            </Button>
          </Permitted>
          <Permitted method="diagnostics.bundle">
            <Button
              leftSection={<Download size={14} aria-hidden />}
              loading={busy === 'bundle'}
              onClick={() => void download()}
            >
              {words.bundle}
            </Button>
          </Permitted>
        </>
      }
    >
      <Section title={words.checks} detail={words.checksDetail}>
        {checks === undefined ? (
          <p className={classes['hint']}>{words.notChecked}</p>
        ) : (
          <ul className={classes['checks']} aria-live="polite">
            {checks.map((one) => (
              <li key={one.name}>
                <span className={classes['name']}>
                  <StatusMark status={marks[one.status]} label={one.name} />
                </span>
                <span className={classes['detail']}>
                  {one.detail}
                  {one.hint !== undefined && <span className={classes['hint']}> {one.hint}</span>}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && (
        <Section title={words.process}>
          <SkeletonRows rows={10} />
        </Section>
      )}
      {data && (
        <>
          <Section title={words.process}>
            <KeyValue
              facts={[
                {
                  key: 'lock',
                  label: words.lock,
                  value: words.lockIs(data.lock.what, data.lock.pid, data.lock.host),
                },
                { key: 'since', label: words.since, value: <ExactMoment at={data.lock.since} /> },
                {
                  key: 'memory',
                  label: words.memory,
                  value: words.memoryIs(
                    bytes(data.memory.residentBytes),
                    bytes(data.memory.heapUsedBytes),
                    bytes(data.memory.heapTotalBytes),
                  ),
                },
                { key: 'node', label: words.node, value: data.versions.node },
                ...(data.versions.electron === undefined
                  ? []
                  : [{ key: 'electron', label: words.electron, value: data.versions.electron }]),
                { key: 'sqlite', label: words.sqlite, value: data.versions.sqlite },
                { key: 'platform', label: words.platform, value: data.versions.platform },
                { key: 'contract', label: words.contract, value: data.versions.contract, mono: true },
              ]}
            />
          </Section>
          <Section title={words.store}>
            <KeyValue
              facts={[
                { key: 'file', label: words.file, value: data.store.file, mono: true },
                { key: 'size', label: words.size, value: bytes(data.store.sizeBytes) },
                ...Object.entries(data.store.collections).map(([name, value]) => ({
                  key: name,
                  label: words.collections[name] ?? name,
                  value: number(value),
                })),
              ]}
            />
          </Section>
        </>
      )}
    </SectionPage>
  );
}
