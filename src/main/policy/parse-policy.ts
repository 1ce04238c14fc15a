import { createHash } from 'node:crypto';
import { policySchema, type Policy } from '../../shared/model/policy.ts';
import { placedIssues, placedText, readPlacedYaml, type PlacedFault } from '../platform/placed-yaml.ts';

export type PolicyFault = PlacedFault;

export type ParsedPolicy =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly faults: readonly PolicyFault[] };

/** Reads a policy as it is written. A text with nothing in it is refused: a file that was cut off looks like that. */
export function parsePolicy(text: string): ParsedPolicy {
  const read = readPlacedYaml(
    text,
    'expected a policy, and there is nothing in it: `killSwitch: false` is enough for the defaults',
  );
  if (!read.ok) return read;
  const parsed = policySchema.safeParse(read.yaml.value);
  if (parsed.success) return { ok: true, policy: parsed.data };
  return { ok: false, faults: placedIssues(parsed.error, read.yaml) };
}

/** Names a text: equal texts are the same version. */
export function versionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

export const faultText = placedText;
