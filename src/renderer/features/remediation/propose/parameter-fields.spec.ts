import { describe, expect, it } from 'vitest';
import { missingFields, parameterFields, parametersOf } from './parameter-fields.ts';

const schema = {
  type: 'object',
  properties: {
    mode: { type: 'string', enum: ['guest', 'hard'] },
    newSizeGib: { type: 'integer', minimum: 1, maximum: 100 },
    quiesce: { type: 'boolean', default: true },
    snapshots: { type: 'array', items: { type: 'string' } },
    toRevision: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
  },
  required: ['mode', 'snapshots'],
};

describe('the fields of an action', () => {
  it('asks for each parameter in the way that its schema says', () => {
    expect(parameterFields(schema).map(({ name, input, required }) => [name, input, required])).toEqual([
      ['mode', { is: 'choice', options: ['guest', 'hard'] }, true],
      ['newSizeGib', { is: 'number', integer: true, minimum: 1, maximum: 100 }, false],
      ['quiesce', { is: 'switch' }, false],
      ['snapshots', { is: 'list', of: 'text' }, true],
      ['toRevision', { is: 'number', integer: true, minimum: 1 }, false],
    ]);
  });

  it('begins with what fits the target, then with the default', () => {
    const fields = parameterFields(schema, { mode: 'hard' });
    expect(fields.find(({ name }) => name === 'mode')?.initial).toBe('hard');
    expect(fields.find(({ name }) => name === 'quiesce')?.initial).toBe(true);
  });

  it('leaves out what was left empty, and says what is missing', () => {
    const fields = parameterFields(schema);
    const values = { mode: '', quiesce: false, snapshots: ['', ' '], toRevision: undefined };
    expect(parametersOf(fields, values)).toEqual({ quiesce: false, snapshots: [] });
    expect(missingFields(fields, values)).toEqual(['mode', 'snapshots']);
    expect(parametersOf(fields, { ...values, mode: 'guest', snapshots: ['daily', ''] })).toEqual({
      mode: 'guest',
      quiesce: false,
      snapshots: ['daily'],
    });
  });
});
