import { DomainError } from '../../platform/errors.ts';
import type { Handler } from '../handler.ts';
import { configured } from './configured.ts';
import { takeAway } from './take-away.ts';

export const remove: Handler<'sources.remove'> = async ({ name, inventory, confirm }, { app }) => {
  const config = await configured(app, name);
  if (inventory === 'forget' && confirm !== name) {
    throw new DomainError(
      'confirmation-missing',
      `Expected the name "${name}" typed once more; ${confirm === undefined ? 'nothing' : `"${confirm}"`} came.`,
      { hint: 'What was collected from it cannot be brought back.' },
    );
  }
  return takeAway(app, config, inventory);
};
