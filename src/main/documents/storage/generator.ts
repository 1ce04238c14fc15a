import { changesSection, glossarySection, scopeSection, sourcesSection } from '../common-sections.ts';
import { findingsOnPage, findingsPlans } from '../finding-sections.ts';
import type { DocumentPlan, GeneratorDefinition, SectionPlan } from '../generator.ts';
import {
  accessDiagramSection,
  consumersSection,
  hostsSection,
  lunsSection,
  sharesSection,
} from './access.ts';
import { capacitySection } from './capacity.ts';
import {
  allKinds,
  arrayNames,
  arrayPageId,
  isPaged,
  oneArray,
  storageDocument,
  wholeEstate,
  type Part,
} from './estate.ts';
import { controllersSection, hardwareDiagramSection, portsSection, shelvesSection } from './hardware.ts';
import {
  efficiencySection,
  poolsSection,
  replicationSection,
  snapshotsSection,
  volumesSection,
} from './space.ts';
import { summarySection, systemsSection } from './summary.ts';

/** Storage for a handover: from the system down to what uses it. Large estates have a page for each array. */
export const storageGenerator: GeneratorDefinition = {
  id: storageDocument,
  domain: 'storage',
  title: 'Storage',
  version: 2,
  catalogue: [
    { key: 'scope', title: 'Scope', contains: 'what the document is about and what it was read from' },
    {
      key: 'summary',
      title: 'Summary',
      contains: 'numbers of everything; each array with space and findings',
    },
    { key: 'changes', title: 'Changes', contains: 'configuration that changed in the last days' },
    {
      key: 'findings',
      title: 'Findings',
      contains: 'broken rules ST01 to ST09, each object with value and limit',
    },
    { key: 'findings-not-judged', title: 'Rules that could not be judged', contains: 'and why' },
    {
      key: 'capacity',
      title: 'Capacity and headroom',
      contains: 'pools: used, promised, days to full; volumes that are full first',
    },
    { key: 'systems', title: 'Arrays', contains: 'model, serial, software, state, site, spares, licenses' },
    { key: 'controllers', title: 'Controllers and HA', contains: 'state, partner, takeover, parts' },
    { key: 'shelves', title: 'Shelves and disks', contains: 'shelves, disks by model and role, every disk' },
    { key: 'hardware-diagram', title: 'Controllers, shelves and pools', contains: 'diagram' },
    { key: 'pools', title: 'Pools', contains: 'RAID, disks, usable and used space, state' },
    { key: 'volumes', title: 'Volumes', contains: 'pool, size, used, thin, snapshot reserve and policy' },
    { key: 'luns', title: 'LUNs', contains: 'serial, identifier, mapped hosts, protocol' },
    { key: 'shares', title: 'Shares', contains: 'NFS exports and SMB shares with who may do what' },
    { key: 'hosts', title: 'Storage hosts', contains: 'initiators, paths, number of LUNs' },
    { key: 'access-diagram', title: 'Hosts, fabrics and LUNs', contains: 'diagram' },
    {
      key: 'consumers',
      title: 'What uses the storage',
      contains: 'datastores, persistent volumes and hosts',
    },
    { key: 'ports', title: 'Ports', contains: 'speed, link, WWN, fabric, interfaces' },
    { key: 'snapshots', title: 'Snapshots', contains: 'volume, created, scheduled, size' },
    { key: 'replication', title: 'Replication', contains: 'pair, schedule, state, lag; diagram' },
    { key: 'efficiency', title: 'Efficiency', contains: 'logical against physical use, savings' },
    {
      key: 'sources',
      title: 'Sources and coverage',
      contains: 'age of what was read, failures, what cannot be given',
    },
    { key: 'glossary', title: 'Glossary', contains: 'terms' },
  ],
  documents: (view, settings) => {
    const whole = wholeEstate(view, settings);
    const names = arrayNames(view);
    const objects = settings.depth !== 'summary';
    const paged = objects && isPaged(view, settings);
    const findings = findingsPlans(view, { root: storageDocument, domains: ['storage'], settings });
    const root: DocumentPlan = {
      id: storageDocument,
      title: 'Storage',
      sections: [
        scopeSection(view, {
          about: ['The storage arrays, what lies on them and who uses it.'],
          kinds: allKinds,
        }),
        summarySection(whole, names, paged),
        changesSection(view, { kinds: allKinds, days: settings.changeDays, prose: true }),
        ...findings.sections,
        capacitySection(whole),
        systemsSection(whole),
        ...(objects && !paged ? details(whole) : []),
        efficiencySection(whole),
        sourcesSection(view, { domains: ['storage'] }),
        glossarySection(terms),
      ],
    };
    const pages = paged ? names.map((name) => arrayPage(oneArray(view, settings, name), name)) : [];
    return [root, ...pages, ...findings.pages];
  },
};

function details(part: Part): readonly SectionPlan[] {
  return [
    controllersSection(part),
    shelvesSection(part),
    hardwareDiagramSection(part),
    poolsSection(part),
    volumesSection(part),
    lunsSection(part),
    sharesSection(part),
    hostsSection(part),
    accessDiagramSection(part),
    consumersSection(part),
    portsSection(part),
    snapshotsSection(part),
    replicationSection(part),
  ];
}

function arrayPage(part: Part, name: string): DocumentPlan {
  return {
    id: arrayPageId(name),
    title: name === '' ? 'Storage without an array' : `Array ${name}`,
    parent: storageDocument,
    sections: [
      scopeSection(part.view, {
        about: [name === '' ? 'Storage that names no array.' : `The array ${name} and everything in it.`],
        kinds: allKinds.filter((kind) => kind !== 'array'),
        partition: name,
      }),
      findingsOnPage(part.view, {
        domains: ['storage'],
        root: storageDocument,
        concerns: ({ attributes }) =>
          attributes.objectKind === 'array'
            ? attributes.object === name
            : (attributes.objectPartition ?? '') === name,
      }),
      changesSection(part.view, {
        kinds: allKinds,
        days: part.settings.changeDays,
        partition: name,
      }),
      systemsSection(part),
      capacitySection(part),
      ...details(part),
    ],
  };
}

const terms = [
  ['Pool', 'Disks that are protected together (aggregate, RAID group) and hold volumes.'],
  ['Volume', 'Space taken from a pool; thin volumes take it when it is written.'],
  ['LUN', 'A disk that hosts see, in a volume; known to hosts by its NAA identifier.'],
  [
    'Storage host',
    'What an array knows of a host or a cluster of hosts: its initiators, and which LUNs it may use.',
  ],
  ['Initiator', 'A host’s port by its WWN or IQN.'],
  ['Overcommit', 'Sizes of all volumes of a pool against what the pool can hold.'],
  ['Takeover', 'A controller serves the data of its failed partner.'],
  ['Lag', 'How far a replica is behind its source.'],
] as const;
