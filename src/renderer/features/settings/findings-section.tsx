import { Switch, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useDeferredValue } from 'react';
import { Link } from 'wouter';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import { domains } from '../../../shared/model/kind.ts';
import { links } from '../../app/links.ts';
import { useCall, useEvent, useRefresh } from '../../app/use-call.ts';
import { useLinkState } from '../../app/use-link-state.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useToast } from '../../ui/toast.tsx';
import classes from './findings-section.module.css';
import { SectionPage } from './section-page.tsx';
import { SettingField } from './setting-field.tsx';
import { thresholdControl, thresholdLabel } from './threshold-field.ts';
import { useChangeSetting } from './use-change-setting.ts';

type Rule = OutputOf<'settings.rules'>['rules'][number];

/** Every rule with what it says and why; switched off or on, its thresholds, what is open of it. */
export function FindingsSection() {
  const text = useText();
  const { findings: words } = text.settings;
  const refresh = useRefresh();
  const [{ find = '', rule: open }, change] = useLinkState(['find', 'rule']);
  const { data, error, refetch } = useCall('settings.rules', {});
  useEvent('jobs.collected', {}, () => refresh('settings.rules'));
  const wanted = useDeferredValue(find.toLowerCase().split(/\s+/).filter(Boolean));
  const shown = (data?.rules ?? []).filter(({ id, title, why }) => {
    const all = `${id} ${title} ${why}`.toLowerCase();
    return wanted.every((word) => all.includes(word));
  });
  return (
    <SectionPage
      section="findings"
      changes="settings.set"
      actions={
        <TextInput
          aria-label={words.find}
          placeholder={words.find}
          leftSection={<Search size={14} aria-hidden />}
          value={find}
          onChange={(event) => change({ find: event.currentTarget.value })}
        />
      }
    >
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && (
        <div className={classes['padded']}>
          <SkeletonRows rows={16} />
        </div>
      )}
      {data && shown.length === 0 && <EmptyState title={words.nothing(find)} />}
      {domains.map((domain) => {
        const rules = shown.filter((rule) => rule.domain === domain);
        if (rules.length === 0) return null;
        return (
          <section key={domain} aria-label={text.settings.servers.domains[domain]}>
            <h3 className={classes['domain']}>
              {text.settings.servers.domains[domain]}
              <span className={classes['count']}>
                {words.count(rules.length, rules.filter(({ enabled }) => !enabled).length)}
              </span>
            </h3>
            {rules.map((rule) => (
              <RuleRow
                key={rule.id}
                rule={rule}
                open={rule.id === open}
                onToggle={() => change({ rule: rule.id === open ? undefined : rule.id })}
              />
            ))}
          </section>
        );
      })}
    </SectionPage>
  );
}

function RuleRow({ rule, open, onToggle }: { rule: Rule; open: boolean; onToggle: () => void }) {
  const { findings: words } = useText().settings;
  const change = useChangeSetting();
  const toast = useToast();
  const changed = rule.thresholds.filter((one) => JSON.stringify(one.value) !== JSON.stringify(one.default));
  return (
    <div className={classes['rule']}>
      <div className={classes['line']}>
        <button type="button" className={classes['toggle']} aria-expanded={open} onClick={onToggle}>
          <code className={classes['id']}>{rule.id}</code>
          <span className={classes['title']}>{rule.title}</span>
          <span className={classes['thresholds']} data-changed={changed.length > 0 || undefined}>
            {rule.thresholds
              .filter(({ value }) => typeof value === 'number')
              .slice(0, 2)
              .map(({ name, value }) => thresholdLabel(name).withValue(String(value)))
              .join(' · ')}
          </span>
        </button>
        <span className={classes['open']}>
          {rule.problem !== undefined ? (
            <StatusMark status="critical" label={words.notJudged} />
          ) : rule.open > 0 ? (
            <Link href={links.inventoryFilter(`kind:finding rule:${rule.id}`)}>{words.open(rule.open)}</Link>
          ) : null}
        </span>
        <Switch
          size="xs"
          aria-label={words.isOn(rule.id)}
          checked={rule.enabled}
          onChange={(event) => {
            change(
              `findings.${rule.id}.enabled`,
              event.currentTarget.checked ? undefined : false,
              rule.id,
            ).catch((error: unknown) =>
              toast({ message: error instanceof Error ? error.message : String(error), status: 'critical' }),
            );
          }}
        />
      </div>
      {open && (
        <div className={classes['detail']}>
          {rule.problem !== undefined && <StatusMark status="critical" label={rule.problem} wrap />}
          <dl className={classes['words']}>
            <dt>{words.why}</dt>
            <dd>{rule.why}</dd>
            <dt>{words.remedy}</dt>
            <dd>
              {rule.remedy}{' '}
              {rule.action !== undefined && !rule.remedy.includes(`[${rule.action}]`) && (
                <code>{rule.action}</code>
              )}
            </dd>
            <dt>{words.reads}</dt>
            <dd>
              {rule.reads.length > 12 ? words.everything : rule.reads.join(', ')}
              {rule.durationMinutes !== undefined && ` · ${words.lasting(rule.durationMinutes)}`}
            </dd>
            <dt>{words.source}</dt>
            <dd>{rule.source}</dd>
          </dl>
          {rule.thresholds.map((threshold) => {
            const { label, unit } = thresholdLabel(threshold.name);
            return (
              <SettingField
                key={threshold.name}
                path={`findings.${rule.id}.${threshold.name}`}
                label={label}
                description={<code>{`findings.${rule.id}.${threshold.name}`}</code>}
                control={thresholdControl(threshold.schema, unit)}
                value={threshold.value}
                fallback={threshold.default}
                schema={threshold.schema}
                disabled={!rule.enabled}
              />
            );
          })}
        </div>
      )}
    </div>
  );
}
