import { Button, Progress } from '@mantine/core';
import { FlaskConical, Plug } from 'lucide-react';
import { Link } from 'wouter';
import { useClient } from '../../app/client-context.tsx';
import { links } from '../../app/links.ts';
import { useRefresh } from '../../app/use-call.ts';
import { Permitted } from '../../app/permitted.tsx';
import { useText } from '../../i18n/catalogue.tsx';
import { useFormat } from '../../i18n/format.ts';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useToast } from '../../ui/toast.tsx';
import classes from './first-run.module.css';
import { startLab, useLabStart } from './lab-start.ts';

/** Nothing is connected: see it work in a simulated datacenter, or connect one's own. */
export function FirstRun() {
  const text = useText();
  const words = text.overview.firstRun;
  const client = useClient();
  const refresh = useRefresh();
  const toast = useToast();
  const format = useFormat();
  const lab = useLabStart();
  const start = async () => {
    const done = await startLab(client);
    refresh('overview.read', 'overview.changes', 'status.read', 'documents.tree', 'sources.list');
    if (done) {
      toast({
        message: words.lab.done(done.entities, done.documents, format.number(done.tookMs / 1_000, 1)),
        status: 'ok',
      });
    }
  };
  const running = lab.is === 'running';
  return (
    <div className={classes['first']}>
      <h2 className={classes['title']}>{words.title}</h2>
      <p className={classes['reason']}>{words.reason}</p>
      <div className={classes['ways']}>
        <section className={classes['way']}>
          <h3 className={classes['name']}>
            <FlaskConical size={18} aria-hidden />
            {words.lab.title}
          </h3>
          <p>{words.lab.what}</p>
          {lab.is === 'failed' && (
            <div role="alert">
              <StatusMark status="critical" wrap label={`${words.lab.failed}: ${lab.error.message}`} />
              {lab.error.hint !== undefined && <p className={classes['hint']}>{lab.error.hint}</p>}
            </div>
          )}
          {running ? (
            <LabProgress />
          ) : (
            <Permitted method="sources.addLab">
              <Button variant="filled" onClick={() => void start()}>
                {words.lab.action}
              </Button>
            </Permitted>
          )}
        </section>
        <section className={classes['way']}>
          <h3 className={classes['name']}>
            <Plug size={18} aria-hidden />
            {words.server.title}
          </h3>
          <p>{words.server.what}</p>
          <Button renderRoot={(rest: object) => <Link href={links.settingsSection('servers')} {...rest} />}>
            {words.server.action}
          </Button>
        </section>
      </div>
    </div>
  );
}

/** How far the lab is. */
export function LabProgress() {
  const text = useText();
  const { phases } = text.overview.firstRun.lab;
  const lab = useLabStart();
  if (lab.is !== 'running') return null;
  const { progress } = lab;
  const share =
    progress?.total === undefined || progress.total === 0
      ? undefined
      : (100 * progress.done) / progress.total;
  const phase = phases[progress?.phase ?? 'start'];
  return (
    <div className={classes['progress']} role="status">
      <Progress
        value={share ?? 100}
        animated={share === undefined}
        striped={share === undefined}
        aria-label={phase}
      />
      <span>
        {phase} <span className={classes['message']}>{progress?.message}</span>
      </span>
    </div>
  );
}
