import { z } from 'zod';
import { findingSettings } from '../../finding-settings.ts';
import { findingRules } from '../../findings/registry.ts';
import { settingsOf } from '../../findings/settings.ts';
import type { Handler } from '../handler.ts';

export const rules: Handler<'settings.rules'> = async (_input, { app }) => {
  const view = await app.inventory.view();
  const open = new Map<string, number>();
  for (const { attributes } of view.all('finding')) {
    open.set(attributes.rule, (open.get(attributes.rule) ?? 0) + 1);
  }
  const own = findingSettings(app.settings);
  return {
    rules: findingRules.map((rule) => {
      const result = settingsOf(rule, own);
      const defaults = record(rule.thresholds.parse({}));
      const values = result.type === 'thresholds' ? result.thresholds : { ...defaults, ...own[rule.id] };
      return {
        id: rule.id,
        domain: rule.domain,
        title: rule.title,
        why: rule.why,
        remedy: rule.remedy,
        ...(rule.action !== undefined && { action: rule.action }),
        source: rule.source,
        ...(rule.durationMinutes !== undefined && { durationMinutes: rule.durationMinutes }),
        reads: [...rule.reads],
        enabled: result.type !== 'disabled',
        thresholds: Object.entries(rule.thresholds.shape).map(([name, schema]) => ({
          name,
          value: values[name] ?? null,
          default: defaults[name] ?? null,
          schema: { ...z.toJSONSchema(schema as z.ZodType, { io: 'output', unrepresentable: 'any' }) },
        })),
        ...(result.type === 'invalid' && { problem: result.reason }),
        open: open.get(rule.id) ?? 0,
      };
    }),
  };
};

function record(value: unknown): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).parse(value);
}
