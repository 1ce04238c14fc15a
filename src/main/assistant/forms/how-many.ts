import { z } from 'zod';
import { isEntityKind, kindDefinition } from '../../../shared/model/kinds/registry.ts';
import type { Entity } from '../../../shared/model/entity.ts';
import { stateOf } from '../../topology/entity-state.ts';
import { entityEvidence } from '../entity-facts.ts';
import { kindsIn } from '../kind-words.ts';
import { defineForm, say } from './question-form.ts';

const asks = /\bhow many\b|\bnumber of\b|\bcount\b|\bwie ?viele\b|\banzahl\b/i;

/** "how many VMs are there", "wie viele Hosts gibt es" */
export const howMany = defineForm({
  name: 'how_many',
  description: 'How many entities of a kind there are, counted by state.',
  arguments: z.object({ kind: z.string().refine(isEntityKind, 'expected a kind such as vm, host or pod') }),
  recognise(question) {
    if (!asks.test(question.text) || question.named.length > 0) return undefined;
    const [kind] = kindsIn(question.text);
    return kind && { kind };
  },
  answer({ kind }, desk) {
    const all = desk.view.all(kind) as readonly Entity[];
    const { title, plural } = kindDefinition(kind);
    const states = [...Map.groupBy(all, (one) => stateOf(one)?.text ?? '')]
      .filter(([state]) => state !== '')
      .toSorted((a, b) => b[1].length - a[1].length)
      .map(([state, some]) => `${some.length} ${state}`);
    const count = `${all.length} ${all.length === 1 ? title : plural}`;
    const detail = states.length > 1 ? ` (${states.join(', ')})` : '';
    const [example] = all;
    return [
      {
        text: say(
          desk.language,
          `There are ${count} in the inventory${detail}.`,
          `Im Inventar sind ${count}${detail}.`,
        ),
        // A count is of all of them; one of them says what was counted and when it was seen.
        rests: example
          ? [entityEvidence(example, [{ path: 'count', label: plural, text: `${all.length}${detail}` }])]
          : [],
      },
    ];
  },
});
