import { Button, MultiSelect, Progress, Select } from '@mantine/core';
import { FlaskConical } from 'lucide-react';
import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { InputOf, ProgressOf } from '../../../../shared/contract/contract.ts';
import { useClient } from '../../../app/client-context.tsx';
import { links } from '../../../app/links.ts';
import { useCall, useRefresh } from '../../../app/use-call.ts';
import { Permitted } from '../../../app/permitted.tsx';
import { useText } from '../../../i18n/catalogue.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { useToast } from '../../../ui/toast.tsx';
import classes from './servers.module.css';

type Size = NonNullable<InputOf<'sources.addLab'>['size']>;
const sizes: readonly Size[] = ['small', 'medium', 'large'];

/** The simulated datacenter: one click, collected and documented within seconds. */
export function LabCard() {
  const client = useClient();
  const refresh = useRefresh();
  const toast = useToast();
  const [, navigate] = useLocation();
  const { servers: words } = useText().settings;
  const choices = useCall('sources.labChoices', {}, { staleTime: Number.POSITIVE_INFINITY }).data;
  const [size, setSize] = useState<Size>('small');
  const [scenarios, setScenarios] = useState<string[]>([]);
  const [progress, setProgress] = useState<ProgressOf<'sources.addLab'>>();
  const [problem, setProblem] = useState<string>();
  const running = useRef<AbortController>(undefined);

  const start = async () => {
    const abort = new AbortController();
    running.current = abort;
    setProblem(undefined);
    setProgress({ phase: 'start', done: 0, message: '' });
    try {
      const made = await client.sources.addLab(
        { size, scenarios },
        { signal: abort.signal, onProgress: setProgress },
      );
      toast({
        message: words.labReady(made.entities, made.documents, made.tookMs),
        status: 'ok',
        action: { label: words.labLook, run: () => navigate(links.overview) },
      });
    } catch (error) {
      if (!abort.signal.aborted) setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setProgress(undefined);
      refresh('sources.list');
    }
  };

  return (
    <section className={classes['lab']} aria-label={words.labTitle}>
      <div className={classes['labHead']}>
        <FlaskConical size={16} aria-hidden />
        {words.labTitle}
      </div>
      <p className={classes['labText']}>{words.labText}</p>
      {progress ? (
        <div role="status" className={classes['form']} style={{ gap: 6 }}>
          <Progress
            size="sm"
            aria-label={words.labPhases[progress.phase]}
            value={
              progress.total === undefined || progress.total === 0
                ? 100
                : (progress.done / progress.total) * 100
            }
            animated={progress.total === undefined}
          />
          <div className={classes['buttons']}>
            <span className={classes['hint']}>
              {words.labPhases[progress.phase]} · {progress.message}
            </span>
            <Button size="xs" className={classes['pushed'] ?? ''} onClick={() => running.current?.abort()}>
              {words.cancelCollecting}
            </Button>
          </div>
        </div>
      ) : (
        <div className={classes['labFields']}>
          <Select
            label={words.labSize}
            w={220}
            allowDeselect={false}
            value={size}
            data={sizes.map((one) => {
              const known = choices?.sizes.find((choice) => choice.size === one);
              return { value: one, label: known ? words.labSizeIs(one, known.vms, known.hosts) : one };
            })}
            onChange={(next) => setSize(sizes.find((one) => one === next) ?? 'small')}
          />
          <MultiSelect
            label={words.labTrouble}
            placeholder={scenarios.length === 0 ? words.labNoTrouble : ''}
            miw={220}
            searchable
            value={scenarios}
            data={(choices?.scenarios ?? []).map(({ name, domain, description }) => ({
              value: name,
              label: name,
              description: `${domain}: ${description}`,
            }))}
            renderOption={({ option }) => (
              <div>
                <div>{option.label}</div>
                <div className={classes['hint']}>
                  {'description' in option ? String(option.description) : ''}
                </div>
              </div>
            )}
            onChange={setScenarios}
          />
          <Permitted method="sources.addLab">
            <Button variant="filled" onClick={() => void start()}>
              {words.labStart}
            </Button>
          </Permitted>
        </div>
      )}
      {problem !== undefined && <StatusMark status="critical" label={problem} wrap />}
    </section>
  );
}
