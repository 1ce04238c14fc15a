import { z } from 'zod';

/** A label selector of the API. */
export const labelSelector = z.object({
  matchLabels: z.record(z.string(), z.string()).optional(),
  matchExpressions: z
    .array(z.object({ key: z.string(), operator: z.string(), values: z.array(z.string()).nullish() }))
    .optional(),
});

/** What selects nothing in particular, or in a way that is not known, selects nothing here. */
export function selects(
  { matchLabels = {}, matchExpressions = [] }: z.output<typeof labelSelector>,
  labels: Readonly<Record<string, string>>,
): boolean {
  const wanted = Object.entries(matchLabels);
  if (wanted.length + matchExpressions.length === 0) return false;
  return (
    wanted.every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values }) => {
      const value = labels[key];
      if (operator === 'Exists') return value !== undefined;
      if (operator === 'DoesNotExist') return value === undefined;
      if (operator === 'In') return value !== undefined && (values ?? []).includes(value);
      return operator === 'NotIn' && (value === undefined || !(values ?? []).includes(value));
    })
  );
}
