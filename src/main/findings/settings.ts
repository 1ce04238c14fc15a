import { z } from 'zod';
import type { FindingRule } from './rule.ts';

/** A site's thresholds as its settings give them, by rule id: `VS11: { enabled: true, warningPercent: 80 }`. */
export type FindingSettings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export type RuleSettings =
  | { readonly type: 'thresholds'; readonly thresholds: Readonly<Record<string, unknown>> }
  | { readonly type: 'disabled' }
  | { readonly type: 'invalid'; readonly reason: string };

/** The rule's thresholds with the site's in place of the defaults. */
export function settingsOf(rule: FindingRule, settings: FindingSettings): RuleSettings {
  const { enabled = true, ...own } = settings[rule.id] ?? {};
  if (typeof enabled !== 'boolean') {
    return { type: 'invalid', reason: `findings.${rule.id}.enabled: expected true or false` };
  }
  if (!enabled) return { type: 'disabled' };
  const unknown = Object.keys(own).find((name) => !Object.hasOwn(rule.thresholds.shape, name));
  if (unknown !== undefined) {
    const known = Object.keys(rule.thresholds.shape);
    const expected = known.length === 0 ? 'only enabled' : `one of enabled, ${known.join(', ')}`;
    return { type: 'invalid', reason: `findings.${rule.id}.${unknown}: expected ${expected}` };
  }
  const parsed = rule.thresholds.safeParse(own);
  return parsed.success
    ? { type: 'thresholds', thresholds: parsed.data }
    : { type: 'invalid', reason: `findings.${rule.id}: ${z.prettifyError(parsed.error)}` };
}

/** Everything that is wrong with a site's settings of findings, one line each, for `config` and `doctor`. */
export function findingSettingsProblems(
  rules: readonly FindingRule[],
  settings: FindingSettings,
): readonly string[] {
  const ids = new Set(rules.map((rule) => rule.id));
  return [
    ...Object.keys(settings)
      .filter((id) => !ids.has(id))
      .map((id) => `findings.${id}: there is no such rule`),
    ...rules.flatMap((rule) => {
      const result = settingsOf(rule, settings);
      return result.type === 'invalid' ? [result.reason] : [];
    }),
  ];
}
