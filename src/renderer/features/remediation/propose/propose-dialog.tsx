import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { cleanText } from '../../../../shared/clean-text.ts';
import type { CatalogueEntry } from '../../../../shared/contract/remediation.ts';
import type { EntityId } from '../../../../shared/model/ids.ts';
import { links } from '../../../app/links.ts';
import { useCall, useCommand } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonRows } from '../../../ui/loading.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { errorText } from '../error-text.ts';
import { RiskMark } from '../marks.tsx';
import { ParameterForm } from './parameter-form.tsx';
import { missingFields, parameterFields, parametersOf } from './parameter-fields.ts';
import classes from './propose.module.css';

/** What the catalogue has for an entity, with the parameters that each takes. Proposing it changes nothing. */
export function ProposeDialog(props: {
  target: EntityId;
  name: string;
  ticketId?: string;
  onClose: () => void;
}) {
  const { target, name, ticketId, onClose } = props;
  const { remediation } = useText();
  const words = remediation.propose;
  const [chosen, setChosen] = useState<string>();
  const { data, error, refetch } = useCall('remediation.actions', { target });
  const actions = data?.actions ?? [];
  const action = actions.find(({ id }) => id === chosen);
  return (
    <Dialog opened onClose={onClose} title={words.title(cleanText(name))} size={560}>
      {!data ? (
        error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonRows rows={5} />
        )
      ) : actions.length === 0 ? (
        <EmptyState title={words.none} reason={words.noneReason} />
      ) : (
        <div className={classes['form']}>
          <Select
            data-autofocus
            label={words.choose}
            placeholder={words.choosePlaceholder}
            searchable
            value={chosen ?? null}
            data={actions.map(({ id, title }) => ({ value: id, label: title }))}
            onChange={(value) => setChosen(value ?? undefined)}
          />
          {action && (
            <Proposal key={action.id} action={action} target={target} ticketId={ticketId} onClose={onClose} />
          )}
        </div>
      )}
    </Dialog>
  );
}

function Proposal(props: {
  action: CatalogueEntry;
  target: EntityId;
  ticketId: string | undefined;
  onClose: () => void;
}) {
  const { action, target, onClose } = props;
  const { remediation } = useText();
  const words = remediation.propose;
  const toast = useToast();
  const [, navigate] = useLocation();
  const [ticket, setTicket] = useState(props.ticketId ?? '');
  const fields = parameterFields(action.parameters, action.suggested);
  const [values, setValues] = useState<Readonly<Record<string, unknown>>>(() =>
    Object.fromEntries(fields.map(({ name: field, initial }) => [field, initial])),
  );
  const propose = useCommand('remediation.propose', ['remediation.list', 'remediation.state', 'status.read']);
  const missing = missingFields(fields, values);
  const { reversibility } = action;
  const send = () =>
    propose.mutate(
      {
        action: action.id,
        target,
        parameters: { ...parametersOf(fields, values) },
        ...(ticket.trim() !== '' && { ticketId: ticket.trim() }),
      },
      {
        onSuccess: ({ id, actionTitle, targetName }) => {
          toast({
            message: remediation.done.proposed(remediation.title(actionTitle, cleanText(targetName))),
            status: 'ok',
          });
          onClose();
          navigate(links.remediationOf(id));
        },
      },
    );
  return (
    <>
      <p className={classes['about']}>
        <RiskMark risk={action.risk} />
        <span>
          {reversibility.is === 'reversible'
            ? words.reversible(reversibility.how)
            : words.irreversible(reversibility.because)}
        </span>
      </p>
      {action.refused !== undefined && (
        <StatusMark status="warning" label={words.refused(action.refused)} wrap />
      )}
      {fields.length === 0 ? (
        <p className={classes['about']}>{words.noParameters}</p>
      ) : (
        <ParameterForm
          fields={fields}
          values={values}
          onChange={(field, value) => setValues({ ...values, [field]: value })}
        />
      )}
      <TextInput
        label={words.ticket}
        description={words.ticketHint}
        value={ticket}
        spellCheck={false}
        onChange={(event) => setTicket(event.currentTarget.value)}
      />
      <p className={classes['about']}>{words.text}</p>
      {propose.error && (
        <div role="alert">
          <StatusMark status="critical" label={errorText(propose.error)} wrap />
        </div>
      )}
      {missing.length > 0 && <p className={classes['about']}>{words.missing(missing)}</p>}
      <div className={classes['buttons']}>
        <Button variant="filled" disabled={missing.length > 0} loading={propose.isPending} onClick={send}>
          {words.propose(action.title)}
        </Button>
      </div>
    </>
  );
}
