import { Button, Progress } from '@mantine/core';
import { Play, X } from 'lucide-react';
import { useState } from 'react';
import type { ProfileView } from '../../../../shared/contract/profiles.ts';
import { cleanText } from '../../../../shared/clean-text.ts';
import { isEntityKind } from '../../../../shared/model/kinds/registry.ts';
import { Permitted } from '../../../app/permitted.tsx';
import { useCommand } from '../../../app/use-call.ts';
import { usePermission } from '../../../app/use-permission.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { useFormat } from '../../../i18n/format.ts';
import { ConfirmByName } from '../../../ui/confirm-by-name.tsx';
import { DetailPanel } from '../../../ui/detail-panel.tsx';
import { FaultList } from '../../../ui/fault-list.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { ExactMoment } from '../../../ui/moment.tsx';
import { Section } from '../../../ui/section.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { useCollect } from '../servers/use-collect.ts';
import { AcceptDialog } from './accept-dialog.tsx';
import { isOpen, profileStatus } from './profile-status.ts';
import { ProfileServers } from './profile-servers.tsx';
import classes from './profiles.module.css';

/** Everything about one profile: what it may do, who let it, and what can be done with it. */
export function ProfilePanel(props: {
  profile: ProfileView;
  onEdit: () => void;
  onCopy: () => void;
  onClose: () => void;
}) {
  const { profile, onEdit, onCopy, onClose } = props;
  const { id, from, file, state, summary, faults, changes, accepted, reads } = profile;
  const { profiles: words } = useText();
  const toast = useToast();
  const may = usePermission('profiles.save').granted;
  const [dialog, setDialog] = useState<'accept' | 'remove'>();
  const revoke = useCommand('profiles.revoke', ['profiles.list', 'profiles.get']);
  const remove = useCommand('profiles.remove', ['profiles.list']);
  const { status, label } = profileStatus(profile, words);
  const failed = (error: { readonly message: string }) =>
    toast({ message: error.message, status: 'critical', stays: true });
  return (
    <DetailPanel
      title={cleanText(summary?.title ?? id)}
      label={words.panelLabel(id)}
      detail={<StatusMark status={status} label={label} />}
      onClose={onClose}
    >
      <div className={classes['panelTop']}>
        <p>{words.statesDetail[state]}</p>
        <div className={classes['buttons']}>
          <Button onClick={onEdit}>{from === 'site' && may ? words.edit : words.view}</Button>
          {summary && (
            <Permitted method="profiles.save">
              <Button onClick={onCopy}>{words.copy}</Button>
            </Permitted>
          )}
          {isOpen(profile) && (
            <Permitted method="profiles.accept">
              <Button variant="filled" onClick={() => setDialog('accept')}>
                {words.accept}
              </Button>
            </Permitted>
          )}
          {accepted && (
            <Permitted method="profiles.revoke">
              <Button
                loading={revoke.isPending}
                onClick={() =>
                  revoke.mutate(
                    { id },
                    { onSuccess: () => toast({ message: words.revoked(id) }), onError: failed },
                  )
                }
              >
                {words.revoke}
              </Button>
            </Permitted>
          )}
          {from === 'site' && (
            <Permitted method="profiles.remove">
              <Button color="red" onClick={() => setDialog('remove')}>
                {words.remove}
              </Button>
            </Permitted>
          )}
        </div>
        {reads.map((source) => (
          <CollectNow key={source} source={source} />
        ))}
      </div>
      {faults.length > 0 && (
        <Section title={words.faultsTitle}>
          <FaultList faults={faults} status="critical" />
        </Section>
      )}
      {changes.length > 0 && (
        <Section title={words.changesTitle}>
          <ul className={classes['plain']}>
            {changes.map((change) => (
              <li key={change}>{cleanText(change)}</li>
            ))}
          </ul>
        </Section>
      )}
      <Facts profile={profile} />
      {summary && (
        <>
          <ProfileServers profile={profile} />
          <Tools summary={summary} />
        </>
      )}
      {dialog === 'accept' && summary && (
        <AcceptDialog profile={profile} summary={summary} onClose={() => setDialog(undefined)} />
      )}
      <ConfirmByName
        opened={dialog === 'remove'}
        title={words.removeTitle(id)}
        name={id}
        action={words.removeTitle(id)}
        busy={remove.isPending}
        onClose={() => setDialog(undefined)}
        onConfirm={() =>
          remove.mutate(
            { id },
            {
              onSuccess: () => {
                toast({ message: words.removed(id) });
                onClose();
              },
              onError: failed,
            },
          )
        }
      >
        {words.removeText(file)}
      </ConfirmByName>
    </DetailPanel>
  );
}

function Facts({ profile }: { profile: ProfileView }) {
  const { id, file, summary, recognises, reads, namedBy, accepted } = profile;
  const { profiles: words, kinds, inventory } = useText();
  const { list } = useFormat();
  const named = (servers: readonly string[]) =>
    servers.length === 0 ? words.readsNothing : list([...servers]);
  return (
    <Section title={words.summary}>
      <KeyValue
        facts={[
          { key: 'id', label: words.facts.id, value: id, mono: true },
          ...(summary
            ? [
                { key: 'version', label: words.facts.version, value: cleanText(summary.version) },
                { key: 'domain', label: words.facts.domain, value: inventory.domains[summary.domain] },
                {
                  key: 'kinds',
                  label: words.facts.kinds,
                  value: list(
                    summary.kinds.map((kind) => (isEntityKind(kind) ? kinds.name(kind, 2) : cleanText(kind))),
                  ),
                },
                { key: 'recognises', label: words.facts.recognises, value: named(recognises) },
                { key: 'reads', label: words.facts.reads, value: named(reads) },
              ]
            : []),
          ...(namedBy.length > 0
            ? [{ key: 'namedBy', label: words.facts.namedBy, value: named(namedBy) }]
            : []),
          ...(accepted
            ? [
                {
                  key: 'accepted',
                  label: words.facts.accepted,
                  value: (
                    <>
                      <ExactMoment at={accepted.at} /> {words.acceptedBy(cleanText(accepted.by))}
                    </>
                  ),
                },
              ]
            : []),
          { key: 'file', label: words.facts.file, value: cleanText(file), mono: true },
        ]}
      />
    </Section>
  );
}

function Tools({ summary }: { summary: NonNullable<ProfileView['summary']> }) {
  const { profiles: words } = useText();
  return (
    <>
      <Section title={words.readTools}>
        <p className={classes['hint']}>{words.readToolsDetail}</p>
        <ul className={classes['plain']}>
          {summary.reads.map((tool) => (
            <li key={tool}>
              <code>{cleanText(tool)}</code>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={words.actionsTitle}>
        <p className={classes['hint']}>
          {summary.actions.length === 0 ? words.noActions : words.actionsDetail}
        </p>
        <ul className={classes['plain']}>
          {summary.actions.map(({ id, title, writes, accepted }) => (
            <li key={id}>
              <StatusMark
                status={accepted ? 'ok' : 'unknown'}
                label={accepted ? words.actionAccepted : words.actionOpen}
              />
              <span>
                {cleanText(title)} <code>{id}</code>
              </span>
              <span className={classes['dim']}>{words.writesWith(writes.map(cleanText))}</span>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

/** What it reads can be read at once. */
function CollectNow({ source }: { source: string }) {
  const { profiles: words, settings } = useText();
  const { collecting, start, cancel } = useCollect(source);
  if (!collecting) {
    return (
      <div className={classes['buttons']}>
        <Permitted method="collection.collect">
          <Button leftSection={<Play size={14} aria-hidden />} onClick={start}>
            {words.collect(source)}
          </Button>
        </Permitted>
      </div>
    );
  }
  return (
    <div role="status">
      <div className={classes['buttons']}>
        <Button leftSection={<X size={14} aria-hidden />} onClick={cancel}>
          {settings.servers.cancelCollecting}
        </Button>
      </div>
      <Progress
        value={collecting.percent ?? 100}
        animated={collecting.percent === undefined}
        size="sm"
        aria-label={settings.servers.collecting}
      />
      {collecting.lines.map((line) => (
        <div key={line} className={classes['hint']}>
          {cleanText(line)}
        </div>
      ))}
    </div>
  );
}
