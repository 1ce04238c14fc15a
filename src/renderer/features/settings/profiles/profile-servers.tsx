import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import type { ProfileView } from '../../../../shared/contract/profiles.ts';
import { Permitted } from '../../../app/permitted.tsx';
import { useCall, useCommand } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { Section } from '../../../ui/section.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { sameEntry } from '../servers/entry-draft.ts';
import classes from './profiles.module.css';

/** Which servers are read by it whatever would recognise them. */
export function ProfileServers({ profile: { id, namedBy } }: { profile: ProfileView }) {
  const { profiles: words } = useText();
  const toast = useToast();
  const { data } = useCall('sources.list', {});
  const update = useCommand('sources.update', ['sources.list', 'profiles.list', 'profiles.get']);
  const [chosen, setChosen] = useState<string | null>(null);
  const sources = data?.sources ?? [];
  const others = sources.filter(({ name }) => !namedBy.includes(name)).map(({ name }) => name);
  const name = (source: string, isNamed: boolean) => {
    const shown = sources.find((one) => one.name === source);
    if (!shown) return;
    const entry = sameEntry(shown.entry);
    const { profile: _, ...options } = entry.options ?? {};
    update.mutate(
      { name: source, entry: { ...entry, options: { ...options, ...(isNamed && { profile: id }) } } },
      {
        onSuccess: () => {
          setChosen(null);
          toast({ message: isNamed ? words.used(source, id) : words.stopped(source) });
        },
        onError: (error) => toast({ message: error.message, status: 'critical', stays: true }),
      },
    );
  };
  if (sources.length === 0) return null;
  return (
    <Section title={words.useFor}>
      <p className={classes['hint']}>{words.useForHint}</p>
      {namedBy.map((source) => (
        <div key={source} className={classes['buttons']}>
          <code>{source}</code>
          <Permitted method="sources.update">
            <Button size="xs" loading={update.isPending} onClick={() => name(source, false)}>
              {words.stopUsing(source)}
            </Button>
          </Permitted>
        </div>
      ))}
      {others.length > 0 && (
        <Permitted method="sources.update">
          <div className={classes['buttons']}>
            <Select
              size="xs"
              aria-label={words.server}
              placeholder={words.chooseServer}
              value={chosen}
              onChange={setChosen}
              data={others}
            />
            <Button
              size="xs"
              disabled={chosen === null}
              loading={update.isPending}
              onClick={() => chosen !== null && name(chosen, true)}
            >
              {chosen === null ? words.useFor : words.use(chosen)}
            </Button>
          </div>
        </Permitted>
      )}
    </Section>
  );
}
