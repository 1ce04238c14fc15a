import { expect, test } from 'vitest';
import { thresholdControl, thresholdLabel } from './threshold-field.ts';

test.each([
  ['warningPercent', 'Warning', '%'],
  ['hintVcpusPerCore', 'Hint vcpus per core', undefined],
  ['maximumMib', 'Maximum', 'MiB'],
  ['latencyMs', 'Latency', 'ms'],
  ['days', 'Days', undefined],
])('%s is %s in %s', (name, label, unit) => {
  expect(thresholdLabel(name)).toMatchObject({ label, unit });
});

test('the control follows the type of the threshold', () => {
  expect(thresholdControl({ type: 'integer' }, '%')).toEqual({ type: 'number', unit: '%' });
  expect(thresholdControl({ type: 'boolean' }, undefined)).toEqual({ type: 'switch' });
  expect(thresholdControl({ enum: ['a'] }, undefined)).toMatchObject({ type: 'choice' });
  expect(thresholdControl({ type: 'array' }, undefined)).toEqual({ type: 'json' });
});
