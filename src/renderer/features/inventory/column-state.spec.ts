import { describe, expect, it } from 'vitest';
import {
  decodeColumns,
  encodeColumns,
  moveColumn,
  pinColumn,
  resizeColumn,
  shiftColumn,
  toggleColumn,
  type Columns,
} from './column-state.ts';

const columns: Columns = [{ path: 'name', pinned: true }, { path: 'cluster' }, { path: 'host', width: 180 }];
const paths = (all: Columns) => all.map(({ path }) => path);

describe('the columns of a table', () => {
  it('come back from an address as they went in', () => {
    expect(encodeColumns(columns)).toBe('name~~p,cluster,host~180');
    expect(decodeColumns(encodeColumns(columns))).toEqual(columns);
    const odd: Columns = [{ path: 'label.a,b~c' }];
    expect(decodeColumns(encodeColumns(odd))).toEqual(odd);
  });

  it('are the usual ones when the address says nothing, or nonsense', () => {
    expect(decodeColumns(undefined)).toBeUndefined();
    expect(decodeColumns('%E0%A4%A')).toBeUndefined();
    expect(decodeColumns('name~999999,name')).toEqual([{ path: 'name', width: 900 }]);
  });

  it('are pinned to the front and stay there', () => {
    const pinned = pinColumn(columns, 'host', true);
    expect(paths(pinned)).toEqual(['name', 'host', 'cluster']);
    expect(paths(moveColumn(pinned, 'cluster', 'name'))).toEqual(['name', 'host', 'cluster']);
    expect(paths(pinColumn(pinned, 'name', false))).toEqual(['host', 'name', 'cluster']);
  });

  it('change places, one step or many', () => {
    expect(paths(moveColumn(columns, 'host', 'cluster'))).toEqual(['name', 'host', 'cluster']);
    expect(paths(moveColumn(columns, 'cluster', undefined))).toEqual(['name', 'host', 'cluster']);
    expect(paths(shiftColumn(columns, 'host', -1))).toEqual(['name', 'host', 'cluster']);
    expect(shiftColumn(columns, 'cluster', -1)).toBe(columns);
  });

  it('are never too narrow to be pulled wider again', () => {
    expect(resizeColumn(columns, 'cluster', 3)[1]).toEqual({ path: 'cluster', width: 56 });
  });

  it('come last when they are added', () => {
    expect(paths(toggleColumn(columns, 'vcpus'))).toEqual(['name', 'cluster', 'host', 'vcpus']);
    expect(paths(toggleColumn(columns, 'cluster'))).toEqual(['name', 'host']);
  });
});
