import { z } from 'zod';
import { ToolFailure } from '../../shared/tool-failure.ts';
import { defineTool, type ServerTool } from '../../shared/tool.ts';
import type { XmlElement } from '../connection/xml-element.ts';
import { count } from '../read/shapes.ts';
import type { Vsphere } from '../vsphere.ts';
import { pageInput, pageOutput, sliceAfter } from './page.ts';

const licenseSchema = z.object({
  licenseKey: z.string().optional().describe('masked but for its last group'),
  name: z.string(),
  editionKey: z.string().optional(),
  productName: z.string().optional(),
  productVersion: z.string().optional(),
  costUnit: z.string().optional(),
  total: count.optional().describe('0: unlimited'),
  used: count.optional(),
  properties: z.array(
    z.object({ key: z.string(), value: z.union([z.string(), z.boolean(), z.array(z.string())]) }),
  ),
});

export function licenseTools(vsphere: Vsphere): ServerTool[] {
  return [
    defineTool({
      name: 'list_licenses',
      title: 'List licences',
      description: 'Licences with what they count, how much is used and until when. Keys are masked.',
      input: pageInput,
      output: pageOutput(licenseSchema),
      access: 'read',
      async run(args, { signal }) {
        const manager = await vsphere.session.service('licenseManager');
        const { at } = await vsphere.reader.readOne(manager, ['licenses'], signal);
        const { shown, ...page } = sliceAfter(
          at.all('licenses'),
          (license) => maskKey(license.text('licenseKey') ?? license.text('name') ?? ''),
          args,
        );
        return { items: shown.map(readLicense), ...page };
      },
    }),
  ];
}

function readLicense(license: XmlElement): z.input<typeof licenseSchema> {
  const properties = license.all('properties');
  const text = (key: string) => properties.find((one) => one.text('key') === key)?.text('value');
  const key = license.text('licenseKey');
  const expires = properties.find((one) => one.text('key') === 'expirationDate')?.instant('value');
  const features = properties
    .filter((one) => one.text('key') === 'feature')
    .flatMap((one) => one.text('value.value') ?? one.text('value.key') ?? one.text('value') ?? []);
  const editionKey = license.text('editionKey');
  return {
    licenseKey: key === undefined ? undefined : maskKey(key),
    name: license.text('name') ?? editionKey ?? 'licence',
    editionKey,
    productName: text('ProductName'),
    productVersion: text('ProductVersion'),
    costUnit: license.text('costUnit'),
    total: license.number('total'),
    used: license.number('used'),
    properties: [
      ...(expires === undefined ? [] : [{ key: 'expirationDate', value: expires }]),
      ...(editionKey === 'eval' ? [{ key: 'evaluation', value: true }] : []),
      ...(features.length === 0 ? [] : [{ key: 'feature', value: features }]),
    ],
  };
}

/** The last group is enough to tell licences apart, and gives none away. */
export function maskKey(key: string): string {
  const groups = key.split('-');
  return groups.length < 2
    ? '*'.repeat(key.length)
    : groups.map((group, i) => (i === groups.length - 1 ? group : '*'.repeat(group.length))).join('-');
}

/** Name and edition of the licence by what it is assigned to; empty where the account may not ask. */
export async function assignedLicenses(vsphere: Vsphere, signal: AbortSignal): Promise<Map<string, string>> {
  try {
    const manager = await vsphere.session.service('licenseManager');
    const { at } = await vsphere.reader.readOne(manager, ['licenseAssignmentManager'], signal);
    const assignment = at.ref('licenseAssignmentManager');
    if (assignment === undefined) return new Map();
    const answer = await vsphere.session.call('QueryAssignedLicenses', assignment, [], signal);
    return new Map(
      answer.all('returnval').flatMap((one) => {
        const entity = one.text('entityId');
        const name = one.text('assignedLicense.name') ?? one.text('assignedLicense.editionKey');
        return entity === undefined || name === undefined ? [] : [[entity, name] as const];
      }),
    );
  } catch (error) {
    if (signal.aborted || !(error instanceof ToolFailure)) throw error;
    return new Map();
  }
}
