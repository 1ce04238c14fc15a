import { Button, Select } from '@mantine/core';
import type { OutputOf } from '../../../../shared/contract/contract.ts';
import { useClient } from '../../../app/client-context.tsx';
import { useCall, useRefresh } from '../../../app/use-call.ts';
import { useFormat } from '../../../i18n/format.ts';
import { Permitted } from '../../../app/permitted.tsx';
import { usePermission } from '../../../app/use-permission.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { Section } from '../../../ui/section.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { SettingRow } from '../setting-row.tsx';
import { valueAt } from '../setting-value.ts';
import { StoredSetting } from '../stored-setting.tsx';
import { useChangeSetting } from '../use-change-setting.ts';
import { KeyRow } from './key-row.tsx';
import classes from './model.module.css';

export type LlmState = OutputOf<'llm.state'>;

const noPreset = 'none';

/** Where the model is: a kind with its address, or any address; its key; and what runs on this machine anyway. */
export function EndpointPart({ state }: { state: LlmState | undefined }) {
  const mayChange = usePermission('settings.set').granted;
  const { languageModel: words } = useText();
  const format = useFormat();
  const { data: settings } = useCall('settings.read', {});
  const { data } = useCall('llm.presets', {}, { staleTime: Infinity });
  const choosePreset = useChoosePreset();
  const preset = valueAt(settings?.values, 'llm.preset');
  const named = data?.presets.find(({ id }) => id === preset);
  // An address without a kind is recognised where it can be.
  const typed = valueAt(settings?.values, 'llm.baseUrl') !== undefined;
  const shown = typeof preset === 'string' ? preset : typed ? (state?.preset ?? 'custom') : noPreset;
  return (
    <Section title={words.endpoint}>
      {state && <StateLine state={state} />}
      {state && state.environment.length > 0 && (
        <p className={classes['hint']}>{words.fromEnvironment(format.list(state.environment))}</p>
      )}
      {state && state.endpoint === undefined && <FoundServers />}
      <SettingRow label={words.preset} description={words.presetDetail}>
        {({ labelId, describedBy }) => (
          <Select
            aria-labelledby={labelId}
            aria-describedby={describedBy}
            allowDeselect={false}
            disabled={!settings || !data || !mayChange}
            value={shown}
            data={[
              { value: noPreset, label: words.presetNone },
              ...(data?.presets ?? []).map(({ id, title }) => ({ value: id, label: title })),
              { value: 'custom', label: words.presetCustom },
            ]}
            onChange={(next) => {
              if (next !== null) void choosePreset(next === noPreset ? undefined : next);
            }}
          />
        )}
      </SettingRow>
      <StoredSetting
        path="llm.baseUrl"
        label={words.url}
        description={words.urlDetail}
        control={{ type: 'text', placeholder: named?.baseUrl ?? 'http://127.0.0.1:11434/v1', mono: true }}
      />
      {state && <KeyRow state={state} />}
    </Section>
  );
}

function StateLine({ state }: { state: LlmState }) {
  const { languageModel: words } = useText();
  if (state.problem !== undefined && (state.configured || state.endpoint === undefined)) {
    return <StatusMark status={state.configured ? 'warning' : 'critical'} label={state.problem} wrap />;
  }
  if (state.endpoint === undefined) return <StatusMark status="info" label={words.none} wrap />;
  return state.models.chat === undefined ? (
    <StatusMark status="warning" label={words.noModel} wrap />
  ) : (
    <StatusMark status="ok" label={words.ready(state.models.chat)} wrap />
  );
}

/** Servers that run on the machine of the application, each one step away from being used. */
function FoundServers() {
  const { languageModel: words } = useText();
  const { data, isFetching, refetch } = useCall('llm.findLocal', {}, { staleTime: 30_000 });
  const choosePreset = useChoosePreset();
  if (!data) return null;
  return (
    <div role="group" aria-label={words.foundTitle}>
      {data.servers.map(({ preset, title, baseUrl, models }) => (
        <div key={preset} className={classes['found']}>
          <StatusMark status="ok" label={words.found(title, baseUrl, models.length)} wrap />
          <Permitted method="settings.set">
            <Button size="xs" onClick={() => void choosePreset(preset, baseUrl)}>
              {words.use}
            </Button>
          </Permitted>
        </div>
      ))}
      {data.servers.length === 0 && (
        <div className={classes['found']}>
          <span className={classes['hint']}>{words.notFound}</span>
          <Permitted method="llm.models">
            <Button size="xs" loading={isFetching} onClick={() => void refetch()}>
              {words.look}
            </Button>
          </Permitted>
        </div>
      )}
    </div>
  );
}

/** A kind brings its own address: one that was typed before would win over it. */
function useChoosePreset(): (preset: string | undefined, foundAt?: string) => Promise<void> {
  const { languageModel: words } = useText();
  const client = useClient();
  const change = useChangeSetting();
  const refresh = useRefresh();
  const toast = useToast();
  const { data } = useCall('llm.presets', {}, { staleTime: Infinity });
  return async (preset, foundAt) => {
    const usual = data?.presets.find(({ id }) => id === preset)?.baseUrl;
    try {
      if (foundAt !== undefined && foundAt !== usual) {
        await client.settings.set({ path: 'llm.baseUrl', value: foundAt });
      } else if (preset !== 'custom') await client.settings.reset({ path: 'llm.baseUrl' });
      await change('llm.preset', preset, words.preset);
    } catch (error) {
      toast({
        message: error instanceof Error ? error.message : String(error),
        status: 'critical',
        stays: true,
      });
    }
    refresh('settings.read', 'llm.state', 'llm.models');
  };
}
