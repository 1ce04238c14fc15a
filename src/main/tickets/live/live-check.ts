import type { Entity } from '../../../shared/model/entity.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import type { InventoryView } from '../../inventory/view.ts';
import type { Strength } from '../patterns/cause-pattern.ts';

/** What a live answer says of one thing. */
export interface Reading {
  /** Patterns that it speaks for or against. */
  readonly patterns: readonly string[];
  readonly speaks: 'for' | 'against';
  readonly strength: Strength;
  readonly text: string;
  /** Letter by letter as it stands in the answer. */
  readonly quote: string;
  /** false: it judges causes that are thought of, and is the reason for no other. */
  readonly opens?: boolean;
}

/** One question to a known server about one kind of thing. Only asked where the tool is vouched for as read-only. */
export interface LiveCheck {
  readonly tool: string;
  readonly kinds: readonly EntityKind[];
  /** @returns undefined when there is nothing to ask of this thing */
  argumentsFor(entity: Entity, view: InventoryView): Readonly<Record<string, unknown>> | undefined;
  read(answer: string, entity: Entity): readonly Reading[];
}

/** The first `"name": value` of a JSON text, from a place on. @returns value, and the text as it stands there */
export function jsonField(
  text: string,
  name: string,
  from = 0,
): { readonly value: string; readonly quote: string } | undefined {
  const pattern = new RegExp(
    String.raw`"${name}"\s*:\s*("(?:[^"\\]|\\.)*"|-?[\d.]+(?:e[+-]?\d+)?|true|false|null)`,
    'g',
  );
  pattern.lastIndex = Math.max(0, from);
  const match = pattern.exec(text);
  const raw = match?.[1];
  if (!match || raw === undefined) return undefined;
  return { value: raw.startsWith('"') ? raw.slice(1, -1) : raw, quote: match[0] };
}
