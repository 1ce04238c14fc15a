import { Link } from 'wouter';
import { links } from '../../app/links.ts';
import { useModel } from '../../app/use-model.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import classes from './conversation.module.css';

/**
 * Says it when no model answers: where none is set, before anything was asked, since each answer says it too; where one
 * is set and cannot be used, always.
 */
export function ModelLine({ first }: { first: boolean }) {
  const { model: words } = useText().assistant;
  const model = useModel();
  if (model === undefined) return null;
  const none = !model.configured || model.models.chat === undefined;
  const problem = model.problem ?? model.key.problem;
  if (none ? !first : problem === undefined) return null;
  return (
    <p className={classes['model']}>
      {none ? words.none : <StatusMark status="warning" label={words.trouble(problem ?? '')} wrap />}
      <Link href={links.settingsSection('model')}>{none ? words.set : words.open}</Link>
    </p>
  );
}
