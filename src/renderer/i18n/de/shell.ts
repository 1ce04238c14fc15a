import type { Catalogue } from '../catalogue.tsx';

export const shell: Catalogue['shell'] = {
  navigation: 'Ansichten',
  screens: {
    overview: 'Übersicht',
    inventory: 'Inventar',
    topology: 'Topologie',
    documents: 'Dokumente',
    tickets: 'Tickets',
    remediation: 'Behebung',
    activity: 'Aktivität',
    settings: 'Einstellungen',
  },
};
