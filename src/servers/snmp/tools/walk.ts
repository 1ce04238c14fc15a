import { ObjectType, type Varbind } from 'net-snmp';
import { z } from 'zod';
import { deviceArgument, deviceNamed, told, visitedOutput } from '../../shared/device-pages.ts';
import { ToolFailure } from '../../shared/tool-failure.ts';
import { defineTool, type ServerTool } from '../../shared/tool.ts';
import { compareOids, isBelow } from '../protocol/oid.ts';
import { bigintIn, bytesIn, isAbsent, textOf } from '../protocol/value.ts';
import { askLess, BulkSize } from '../protocol/walk.ts';
import type { Snmp } from '../snmp.ts';
import { notGivenSays } from './device-tool.ts';

/** Where agents keep communities, users, and command lines with what was given on them. */
const secretPlaces = [
  '1.3.6.1.6.3.15', // SNMP-USER-BASED-SM-MIB
  '1.3.6.1.6.3.18', // SNMP-COMMUNITY-MIB
  '1.3.6.1.2.1.47.1.2.1.1.5', // entLogicalCommunity
  '1.3.6.1.2.1.25.1.4', // hrSystemInitialLoadParameters
  '1.3.6.1.2.1.25.4.2.1.5', // hrSWRunParameters
  '1.3.6.1.4.1.8072.1.3', // NET-SNMP-EXTEND-MIB
];

export function walkTool(snmp: Snmp): ServerTool {
  return defineTool({
    name: 'walk',
    title: 'Walk a subtree',
    description:
      'Whatever a device has below an OID, as it comes. For what no other tool reads; values of places that are known to hold communities, keys or command lines are withheld.',
    input: z.object({
      device: deviceArgument,
      oid: z
        .string()
        .regex(/^\.?[0-2](\.\d{1,10}){1,127}$/, 'expected an OID in numbers, like 1.3.6.1.2.1.1')
        .describe('in numbers'),
      limit: z.int().min(1).max(5_000).default(200),
      after: z.string().max(700).optional().describe('nextOid of the answer before'),
    }),
    output: z.object({
      ...visitedOutput(notGivenSays),
      rows: z.array(z.object({ oid: z.string(), type: z.string(), value: z.string() })).optional(),
      nextOid: z.string().optional().describe('absent: there is no more'),
    }),
    access: 'read',
    async run({ device: name, oid: given, limit, after }, { signal }) {
      const oid = given.replace(/^\./, '');
      if (after !== undefined && !(after === oid || after.startsWith(`${oid}.`)))
        throw new ToolFailure(`after: expected the nextOid of an answer before, below ${oid}`);
      const visited = await snmp.visits.one(
        deviceNamed(snmp.devices, name),
        async (reading, session) => {
          const rows: z.input<typeof rowSchema>[] = [];
          const size = new BulkSize();
          let cursor = after ?? oid;
          // An instance itself, which nothing is below.
          if (after === undefined && oid.split('.').length > 2) {
            const [self] = await session.get([oid]);
            if (self !== undefined && !isAbsent(self))
              rows.push(isBelow(secretPlaces, oid) ? withheld(oid) : shown(self));
          }
          for (;;) {
            const [answer = []] = await askLess(session, [cursor], limit - rows.length + 1, size);
            if (answer.length === 0) {
              reading.problems.push({ what: cursor, reason: 'it answered with nothing' });
              return { rows };
            }
            for (const varbind of answer) {
              if (isAbsent(varbind) || !isBelow([oid], varbind.oid)) return { rows };
              if (compareOids(varbind.oid, cursor) <= 0) {
                reading.problems.push({ what: varbind.oid, reason: 'it goes back: this would have no end' });
                return { rows };
              }
              if (rows.length >= limit) return { rows, nextOid: cursor };
              const place = secretPlaces.find((one) => isBelow([one], varbind.oid));
              if (place !== undefined) {
                // What stands there is named by secrets as well: some devices number communities by themselves.
                rows.push(withheld(place));
                cursor = `${place}.${lastNumber}`;
                break;
              }
              rows.push(shown(varbind));
              cursor = varbind.oid;
            }
            if (!isBelow([oid], cursor)) return { rows };
          }
        },
        { signal },
      );
      return { ...told(visited), ...visited.value };
    },
  });
}

/** Behind everything that a device can have below an OID. */
const lastNumber = 4_294_967_295;

const withheld = (oid: string) => ({ oid, type: 'withheld', value: '' });

const rowSchema = z.object({ oid: z.string(), type: z.string(), value: z.string() });

function shown(varbind: Varbind): z.input<typeof rowSchema> {
  const { oid, type } = varbind;
  const bytes = bytesIn(varbind);
  const name = typeNames[type ?? 0] ?? `type ${type ?? 'unknown'}`;
  if (bytes !== undefined) {
    const text = textOf(bytes) ?? '';
    return Buffer.from(text, 'utf8').equals(bytes)
      ? { oid, type: name, value: text }
      : { oid, type: 'Hex-STRING', value: bytes.toString('hex') };
  }
  const { value } = varbind;
  return {
    oid,
    type: name,
    value:
      Buffer.isBuffer(value) && type !== ObjectType.Counter64
        ? value.toString('hex')
        : String(bigintIn(varbind) ?? value ?? ''),
  };
}

const typeNames: Readonly<Partial<Record<number, string>>> = {
  [ObjectType.Integer]: 'INTEGER',
  [ObjectType.OctetString]: 'STRING',
  [ObjectType.OID]: 'OID',
  [ObjectType.IpAddress]: 'IpAddress',
  [ObjectType.Counter]: 'Counter32',
  [ObjectType.Gauge]: 'Gauge32',
  [ObjectType.TimeTicks]: 'TimeTicks',
  [ObjectType.Opaque]: 'Opaque',
  [ObjectType.Counter64]: 'Counter64',
  [ObjectType.Null]: 'Null',
};
