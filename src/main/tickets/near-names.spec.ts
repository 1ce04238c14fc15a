import { expect, it } from 'vitest';
import { buildEntity, buildView } from '../../../test/support/build-view.ts';
import { nearNames } from './near-names.ts';

const view = buildView(
  ['web-prod-01', 'web-prod-09', 'web-prd-99', 'db-prod-99', 'mail'].map((name) => buildEntity('vm', name)),
);

it('names what is called nearly so, nearest first, and nothing that is called otherwise', () => {
  expect(nearNames('web-prod-99', view)).toEqual(['web-prd-99', 'web-prod-09', 'web-prod-01']);
  expect(nearNames('WEB-PROD-1', view)).toEqual(['web-prod-01', 'web-prod-09']);
  expect(nearNames('storage-77', view)).toEqual([]);
  expect(nearNames('10.9.9.9', view)).toEqual([]);
});
