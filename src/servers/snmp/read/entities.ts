import { z } from 'zod';
import type { Reading } from '../reading.ts';
import { numberIn, oidIn, textIn } from '../protocol/value.ts';

const classes = [
  '',
  'other',
  'unknown',
  'chassis',
  'backplane',
  'container',
  'powerSupply',
  'fan',
  'sensor',
  'module',
  'port',
  'stack',
  'cpu',
  'energyObject',
  'battery',
  'storageDrive',
];

export const entitySchema = z.object({
  entPhysicalIndex: z.number(),
  class: z.string().optional().describe('chassis, module, powerSupply, fan, port, sensor, stack …'),
  name: z.string().optional(),
  descr: z.string().optional(),
  containedIn: z.number().optional().describe('entPhysicalIndex; 0: nothing contains it'),
  parentRelPos: z.number().optional(),
  vendorType: z.string().optional(),
  mfgName: z.string().optional(),
  modelName: z.string().optional(),
  serialNum: z.string().optional(),
  assetID: z.string().optional(),
  alias: z.string().optional(),
  hardwareRev: z.string().optional(),
  firmwareRev: z.string().optional(),
  softwareRev: z.string().optional(),
  isFRU: z.boolean().optional().describe('may be replaced in the field'),
});

const entry = '1.3.6.1.2.1.47.1.1.1.1';

/** ENTITY-MIB: what the device is made of. */
export async function readEntities(reading: Reading): Promise<z.input<typeof entitySchema>[]> {
  const rows = await reading.table('ENTITY-MIB', 'entPhysicalTable', {
    descr: `${entry}.2`,
    vendorType: `${entry}.3`,
    containedIn: `${entry}.4`,
    class: `${entry}.5`,
    parentRelPos: `${entry}.6`,
    name: `${entry}.7`,
    hardwareRev: `${entry}.8`,
    firmwareRev: `${entry}.9`,
    softwareRev: `${entry}.10`,
    serialNum: `${entry}.11`,
    mfgName: `${entry}.12`,
    modelName: `${entry}.13`,
    alias: `${entry}.14`,
    assetID: `${entry}.15`,
    isFRU: `${entry}.16`,
  });
  return rows.flatMap(({ numbers, cells }) => {
    const [entPhysicalIndex] = numbers;
    if (entPhysicalIndex === undefined || numbers.length !== 1) return [];
    const kind = numberIn(cells.class);
    const replaceable = numberIn(cells.isFRU);
    const vendorType = oidIn(cells.vendorType);
    return [
      {
        entPhysicalIndex,
        class: kind === undefined ? undefined : (classes[kind] ?? `${kind}`),
        name: textIn(cells.name),
        descr: textIn(cells.descr),
        containedIn: numberIn(cells.containedIn),
        parentRelPos: numberIn(cells.parentRelPos),
        vendorType: vendorType === '0.0' ? undefined : vendorType,
        mfgName: textIn(cells.mfgName),
        modelName: textIn(cells.modelName),
        serialNum: textIn(cells.serialNum),
        assetID: textIn(cells.assetID),
        alias: textIn(cells.alias),
        hardwareRev: textIn(cells.hardwareRev),
        firmwareRev: textIn(cells.firmwareRev),
        softwareRev: textIn(cells.softwareRev),
        isFRU: replaceable === undefined ? undefined : replaceable === 1,
      },
    ];
  });
}
