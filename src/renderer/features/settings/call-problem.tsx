import type { ContractError } from '../../../shared/contract/errors.ts';
import { StatusMark } from '../../ui/status-mark.tsx';
import type { Status } from '../../ui/status-shapes.ts';
import classes from './call-problem.module.css';

/** What went wrong, and below it what to do about it. */
export function CallProblem(props: { error: Pick<ContractError, 'message' | 'hint'>; status?: Status }) {
  const { error, status = 'critical' } = props;
  return (
    <div role="alert">
      <StatusMark status={status} label={error.message} wrap />
      {error.hint !== undefined && <p className={classes['hint']}>{error.hint}</p>}
    </div>
  );
}
