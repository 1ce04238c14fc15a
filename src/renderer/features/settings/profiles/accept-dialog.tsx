import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { InputOf } from '../../../../shared/contract/contract.ts';
import type { ProfileSummary, ProfileView } from '../../../../shared/contract/profiles.ts';
import { cleanText } from '../../../../shared/clean-text.ts';
import { useCommand } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { CallProblem } from '../call-problem.tsx';
import classes from './profiles.module.css';

type ActionId = NonNullable<InputOf<'profiles.accept'>['actions']>[number];

/** What somebody lets happen by accepting a text: what is called unasked, and what may change something. */
export function AcceptDialog(props: { profile: ProfileView; summary: ProfileSummary; onClose: () => void }) {
  const { profile, summary, onClose } = props;
  const { profiles: words, ui } = useText();
  const toast = useToast();
  const accept = useCommand('profiles.accept', ['profiles.list', 'profiles.get']);
  // Nothing is ticked that somebody has not ticked for this very text.
  const [actions, setActions] = useState<readonly string[]>(
    summary.actions.flatMap(({ id, accepted }) => (accepted ? [id] : [])),
  );
  const toggle = (id: string) =>
    setActions((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id]));
  const used = new Set(summary.actions.flatMap(({ writes }) => writes));
  const others = summary.writes.filter((tool) => !used.has(tool));
  return (
    <Dialog opened onClose={onClose} title={words.acceptTitle(profile.id)} size={620}>
      <div className={classes['dialog']}>
        <p>
          {profile.from === 'built-in' ? words.acceptBuiltIn : words.acceptWhat(profile.hash.slice(0, 12))}
        </p>
        {profile.changes.length > 0 && (
          <div>
            <p>{words.changesTitle}</p>
            <div className={classes['box']} tabIndex={0} role="region" aria-label={words.changesTitle}>
              <ul className={classes['plain']}>
                {profile.changes.map((change) => (
                  <li key={change}>{cleanText(change)}</li>
                ))}
              </ul>
            </div>
          </div>
        )}
        <div>
          <p>{words.acceptReads(summary.reads.length)}</p>
          <div className={classes['box']} tabIndex={0} role="region" aria-label={words.readTools}>
            <ul className={classes['plain']}>
              {summary.reads.map((tool) => (
                <li key={tool}>
                  <code>{cleanText(tool)}</code>
                </li>
              ))}
            </ul>
          </div>
        </div>
        {summary.actions.length === 0 ? (
          <p className={classes['dim']}>{words.noActions}</p>
        ) : (
          <fieldset className={classes['group']}>
            <legend>{words.acceptActions}</legend>
            <div className={classes['box']}>
              {summary.actions.map(({ id, title, writes }) => (
                <Checkbox
                  key={id}
                  mb={6}
                  label={
                    <>
                      {cleanText(title)} <code>{id}</code>
                    </>
                  }
                  description={words.writesWith(writes.map(cleanText))}
                  checked={actions.includes(id)}
                  onChange={() => toggle(id)}
                />
              ))}
            </div>
          </fieldset>
        )}
        {others.length > 0 && (
          <p className={classes['dim']}>
            {words.otherWrites}: <code>{others.map(cleanText).join(', ')}</code>
          </p>
        )}
        {accept.error && <CallProblem error={accept.error} />}
        <div className={classes['dialogButtons']}>
          <Button onClick={onClose} data-autofocus>
            {ui.cancel}
          </Button>
          <Button
            variant="filled"
            loading={accept.isPending}
            onClick={() =>
              accept.mutate(
                // The contract refuses a name that is no action.
                { id: profile.id, hash: profile.hash, actions: actions as ActionId[] },
                {
                  onSuccess: () => {
                    toast({ message: words.accepted(profile.id), status: 'ok' });
                    onClose();
                  },
                },
              )
            }
          >
            {words.acceptNow(summary.reads.length, actions.length)}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
