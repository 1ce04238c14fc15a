import { Link } from 'wouter';
import { links } from '../../app/links.ts';
import { useModel } from '../../app/use-model.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import classes from './conversation.module.css';

/** Says it before anything is asked when no model answers; nothing where one does. */
export function ModelLine() {
  const { model: words } = useText().assistant;
  const model = useModel();
  if (model === undefined) return null;
  const none = !model.configured || model.models.chat === undefined;
  const problem = model.problem ?? model.key.problem;
  if (!none && problem === undefined) return null;
  return (
    <p className={classes['model']} style={{ margin: 0 }}>
      {none ? words.none : <StatusMark status="warning" label={words.trouble(problem ?? '')} wrap />}
      <Link href={links.settingsSection('model')}>{none ? words.set : words.open}</Link>
    </p>
  );
}
