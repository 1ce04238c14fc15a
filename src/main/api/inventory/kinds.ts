import { entityKinds, kindDefinition } from '../../../shared/model/kinds/registry.ts';
import type { Handler } from '../handler.ts';
import { commonFields, fieldsOf } from './envelope-fields.ts';

export const kinds: Handler<'inventory.kinds'> = async ({ at }, { app }) => {
  const view = await app.inventory.view(at);
  let total = 0;
  const counted = entityKinds.map((kind) => {
    const { domain, title, plural, runtime } = kindDefinition(kind);
    const present = view.all(kind).length;
    total += present;
    return { kind, domain, title, plural, runtime: runtime === true, present, fields: fieldsOf(kind) };
  });
  return { common: [...commonFields], kinds: counted, total };
};
