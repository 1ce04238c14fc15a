import type { Change } from '../../shared/model/change.ts';
import { fieldTitle } from '../../shared/model/kind-fields.ts';
import { changeSides } from '../documents/change-text.ts';
import type { Evidence } from './evidence.ts';

/** What changed, in one line without its time and its entity: `memory: 4 GiB → 8 GiB`. */
export function changeLine(change: Change): string {
  if (change.type !== 'field') return change.type;
  const [from, to] = changeSides(change.path, change.from, change.to);
  return `${pathLabel(change.path)}: ${from} → ${to}`;
}

function pathLabel(path: string): string {
  const [group, ...rest] = path.split('.');
  if (group === 'attributes') return fieldTitle(rest.join('.'));
  if (group === 'relations') return rest.join('.').replaceAll('-', ' ');
  if (group === 'labels') return `label ${rest.join('.')}`;
  return path;
}

export function changeEvidence(change: Change): Extract<Evidence, { is: 'change' }> {
  return {
    is: 'change',
    id: change.id,
    entity: change.entityId,
    name: change.entityName,
    path: change.path,
    text: changeLine(change),
    at: change.at,
  };
}
