import { expect, test } from 'vitest';
import { settingsSchema } from '../shared/model/settings.ts';
import { createLiveSettings, type SettingsChange } from './live-settings.ts';
import { silentLogger } from './platform/logger.ts';

const parse = (value: object) => settingsSchema.parse(value);

function open(applied: () => void = () => {}) {
  const live = createLiveSettings(parse({}), silentLogger, applied);
  const heard: SettingsChange[] = [];
  live.onChanged((change) => heard.push(change));
  return { live, heard };
}

test('a change is in force before anybody is told of it, with what is different', () => {
  const { live, heard } = open();
  live.apply(parse({ site: 'FRA', findings: { VS11: { enabled: false } } }), 'operator');
  expect(live.current.site).toBe('FRA');
  expect(heard).toEqual([{ by: 'operator', paths: ['site', 'findings.VS11'] }]);
});

test('the same settings again are no change', () => {
  const { live, heard } = open();
  live.apply(parse({}), 'file');
  expect(heard).toEqual([]);
});

test('a schedule that cannot be used changes nothing', () => {
  const { live, heard } = open();
  expect(() =>
    live.apply(parse({ schedule: { jobs: { documents: { schedule: { cron: '99 * * * *' } } } } }), 'file'),
  ).toThrow(/schedule/);
  expect(live.current).toEqual(parse({}));
  expect(heard).toEqual([]);
});

test('what cannot be put into force is taken back', () => {
  const { live, heard } = open(() => {
    throw new Error('no');
  });
  expect(() => live.apply(parse({ site: 'FRA' }), 'operator')).toThrow('no');
  expect(live.current.site).toBe('this site');
  expect(heard).toEqual([]);
});

test('a file that cannot be used is said once, and that it was mended too', () => {
  const { live, heard } = open();
  live.refuse('line 3');
  live.refuse('line 3');
  expect(live.problem).toBe('line 3');
  live.apply(parse({}), 'file');
  expect(live.problem).toBeUndefined();
  expect(heard).toEqual([
    { by: 'file', paths: [], problem: 'line 3' },
    { by: 'file', paths: [] },
  ]);
});
