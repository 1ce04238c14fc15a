import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { OutputOf } from '../../../../shared/contract/contract.ts';
import { ContractError } from '../../../../shared/contract/contract-error.ts';
import { cleanText } from '../../../../shared/clean-text.ts';
import { collectedDomains } from '../../../../shared/model/kind.ts';
import { useClient } from '../../../app/client-context.tsx';
import { links } from '../../../app/links.ts';
import { useCall } from '../../../app/use-call.ts';
import { useModel } from '../../../app/use-model.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonRows } from '../../../ui/loading.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { CallProblem } from '../call-problem.tsx';
import { exampleArguments } from '../servers/tool-schema.ts';
import { isRecord } from '../setting-value.ts';
import { newProfile, useProfileDraft, writeProfileDraft } from './profile-drafts.ts';
import classes from './profiles.module.css';
import { useAskableServers } from './use-askable-servers.ts';

type Tool = OutputOf<'sources.tools'>['tools'][number];

const mostSamples = 20;

/** A first text from what a server offers: which one, and which of its tools may be asked once. */
export function DraftDialog({ onClose, onDrafted }: { onClose: () => void; onDrafted: () => void }) {
  const { profiles: words, inventory, ui } = useText();
  const client = useClient();
  const model = useModel();
  const servers = useAskableServers();
  const there = useProfileDraft(newProfile);
  const [source, setSource] = useState<string>();
  const [domain, setDomain] = useState<string>('');
  const [withModel, setWithModel] = useState(false);
  const [samples, setSamples] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<ContractError>();
  const [busy, setBusy] = useState(false);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const given = Object.entries(samples).map(([tool, text]) => ({ tool, args: parsed(text) }));
  const draft = async () => {
    if (source === undefined) return;
    const own = new AbortController();
    running.current = own;
    setBusy(true);
    setProblem(undefined);
    try {
      const { text, notes } = await client.profiles.draft(
        {
          source,
          samples: given.map(({ tool, args }) => ({ tool, arguments: args ?? {} })),
          model: withModel,
          ...(isDomain(domain) && { domain }),
        },
        { signal: own.signal },
      );
      writeProfileDraft(newProfile, { text, notes, source });
      onDrafted();
    } catch (cause) {
      if (own.signal.aborted) return;
      if (!(cause instanceof ContractError)) throw cause;
      setProblem(cause);
    } finally {
      if (!own.signal.aborted) setBusy(false);
    }
  };

  return (
    <Dialog opened onClose={onClose} title={words.draftTitle} size={680}>
      <div className={classes['dialog']}>
        <p className={classes['dim']}>{words.draftHint}</p>
        {!servers.sources && <SkeletonRows rows={4} />}
        {servers.sources && servers.usable.length === 0 && (
          <EmptyState title={words.noServer} reason={words.noServerReason}>
            <Link href={links.settingsSection('servers')}>{words.toServers}</Link>
          </EmptyState>
        )}
        {servers.usable.length > 0 && (
          <>
            <div className={classes['row']}>
              <Select
                data-autofocus
                label={words.server}
                placeholder={words.chooseServer}
                allowDeselect={false}
                value={source ?? null}
                onChange={(next) => {
                  setSource(next ?? undefined);
                  setSamples({});
                }}
                data={[...servers.choices]}
              />
              <Select
                label={words.domain}
                allowDeselect={false}
                value={domain}
                onChange={(next) => setDomain(next ?? '')}
                data={[
                  { value: '', label: words.domainGuess },
                  ...collectedDomains.map((value) => ({ value, label: inventory.domains[value] })),
                ]}
              />
            </div>
            {source !== undefined && (
              <Samples key={source} source={source} samples={samples} onChange={setSamples} />
            )}
            <Checkbox
              label={words.useModel}
              description={
                model?.configured
                  ? words.useModelHint(model.models.generation ?? model.models.chat ?? '')
                  : words.noModel
              }
              disabled={model?.configured !== true}
              checked={withModel}
              onChange={(event) => setWithModel(event.currentTarget.checked)}
            />
            {there && <StatusMark status="warning" label={words.replaces} wrap />}
            {problem && <CallProblem error={problem} />}
          </>
        )}
        <div className={classes['dialogButtons']}>
          <Button onClick={onClose}>{ui.cancel}</Button>
          <Button
            variant="filled"
            loading={busy}
            disabled={
              source === undefined ||
              given.length > mostSamples ||
              given.some(({ args }) => args === undefined)
            }
            onClick={() => void draft()}
          >
            {words.draftNow(given.length)}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Samples(props: {
  source: string;
  samples: Readonly<Record<string, string>>;
  onChange: (samples: Readonly<Record<string, string>>) => void;
}) {
  const { source, samples, onChange } = props;
  const { profiles: words, settings } = useText();
  const [filter, setFilter] = useState('');
  const { data, error, refetch } = useCall('sources.tools', { name: source });
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={6} />;
  const wanted = filter.trim().toLowerCase();
  // What is known to read only is what one looks for first.
  const shown = data.tools
    .filter(({ name, description = '' }) => `${name} ${description}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => Number(a.readOnly === 'none') - Number(b.readOnly === 'none'));
  const toggle = ({ name, inputSchema }: Tool) => {
    const { [name]: had, ...others } = samples;
    onChange(had === undefined ? { ...samples, [name]: exampleArguments(inputSchema) } : others);
  };
  return (
    <fieldset className={classes['group']}>
      <legend>{words.samples}</legend>
      <p className={classes['hint']}>{words.samplesHint}</p>
      <TextInput
        aria-label={words.samplesFilter}
        placeholder={words.samplesFilter}
        leftSection={<Search size={14} aria-hidden />}
        mb={8}
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
      />
      <div
        className={classes['box']}
        style={{ maxHeight: 300 }}
        tabIndex={0}
        role="region"
        aria-label={words.samples}
      >
        {shown.map((tool) => {
          const args = samples[tool.name];
          return (
            <div key={tool.name} className={classes['sample']}>
              <Checkbox
                label={<code>{cleanText(tool.name)}</code>}
                description={`${tool.readOnly === 'none' ? words.notVouched : words.vouched} · ${cleanText(tool.title ?? tool.description ?? '').slice(0, 160)}`}
                checked={args !== undefined}
                onChange={() => toggle(tool)}
              />
              {args !== undefined && (
                <Textarea
                  className={classes['arguments'] ?? ''}
                  aria-label={words.sampleArguments(cleanText(tool.name))}
                  value={args}
                  autosize
                  minRows={1}
                  maxRows={8}
                  spellCheck={false}
                  error={parsed(args) === undefined ? settings.servers.tools.notAnObject : undefined}
                  onChange={(event) => onChange({ ...samples, [tool.name]: event.currentTarget.value })}
                />
              )}
            </div>
          );
        })}
      </div>
      {Object.keys(samples).length > mostSamples && (
        <StatusMark status="critical" label={words.sampleMost(mostSamples)} wrap />
      )}
    </fieldset>
  );
}

function isDomain(value: string): value is (typeof collectedDomains)[number] {
  return collectedDomains.some((one) => one === value);
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text.trim() === '' ? '{}' : text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
