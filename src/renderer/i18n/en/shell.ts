export const shell = {
  navigation: 'Screens',
  screens: {
    overview: 'Overview',
    inventory: 'Inventory',
    topology: 'Topology',
    documents: 'Documents',
    tickets: 'Tickets',
    remediation: 'Remediation',
    activity: 'Activity',
    settings: 'Settings',
  },
};
