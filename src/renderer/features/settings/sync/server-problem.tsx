import type { ContractError } from '../../../../shared/contract/errors.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { CallProblem } from '../call-problem.tsx';

/** What the server said, and what to do about it where the application does not say it itself. */
export function ServerProblem({ error }: { error: ContractError }) {
  const hints: Readonly<Record<string, string>> = useText().sync.hints;
  const hint = error.hint ?? hints[error.code];
  return <CallProblem error={{ message: error.message, hint }} />;
}
