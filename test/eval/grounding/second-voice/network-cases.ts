import type { FactCase } from '../case.ts';
import { compared, counted, extreme, listed } from './compared.ts';
import { link, measured, state, valueAt, worded } from './shapes.ts';

const around = {
  en: [
    '{a} {q}.',
    'From what monitoring tells, {a} {q}.',
    'Note that {a} {q}.',
    'On-call should know that {a} {q}.',
  ],
  de: ['{a} {q}.', 'Zu beachten ist: {a} {q}.'],
};

export const networkCases: readonly FactCase[] = [
  link('assigned-to', ['prefix', 'vlan'], {
    en: [
      'The subnet {a} [is|is not] assigned to the VLAN {b}.',
      'VLAN {b} [uses|does not use] the prefix {a}.',
      'Addresses out of {a} [are|are not] handed out on {b}.',
      '{b} [is|is not] the VLAN behind the prefix {a}.',
    ],
    de: ['Das Präfix {a} [ist|ist nicht] dem VLAN {b} zugewiesen.'],
  }),
  link('member-of', ['prefix', 'vrf'], {
    en: [
      'The prefix {a} [lives|does not live] in the VRF {b}.',
      '{a} [is|is not] routed in {b}.',
      'VRF {b} [contains|does not contain] the prefix {a}.',
    ],
    de: ['Das Präfix {a} [liegt|liegt nicht] in der VRF {b}.'],
  }),
  link('part-of', ['bgp-peer', 'router'], {
    en: [
      'The BGP session {a} [terminates|does not terminate] on the router {b}.',
      'The router {b} [maintains|does not maintain] the BGP peer {a}.',
      '{a} [is|is not] a BGP session of {b}.',
    ],
    de: ['Der BGP-Peer {a} [gehört|gehört nicht] zum Router {b}.'],
  }),
  link('part-of', ['interface', 'router'], {
    en: [
      'The port {a} [belongs|does not belong] to {b}.',
      '{b} [is|is not] the router with the interface {a}.',
      'Interface {a} [is|is not] found on the router {b}.',
    ],
    de: ['Die Schnittstelle {a} [gehört|gehört nicht] zum Router {b}.'],
  }),
  link('carries', ['interface', 'vlan'], {
    en: [
      'The interface {a} [carries|does not carry] the VLAN {b}.',
      'The VLAN {b} [is|is not] allowed on {a}.',
      '{b} [is|is not] tagged on the port {a}.',
    ],
    de: ['Die Schnittstelle {a} [führt|führt nicht] das VLAN {b}.'],
  }),
  link('located-in', ['router', 'site'], {
    en: [
      'The router {a} [stands|does not stand] in {b}.',
      'The site {b} [houses|does not house] the router {a}.',
      'At the site {b} [there is|there is no] router called {a}.',
      '{a} [has been|has not been] installed at {b}.',
    ],
    de: ['Der Router {a} [steht|steht nicht] am Standort {b}.'],
  }),
  measured('vlan', 'vid', 'exact', {
    en: [
      'The VLAN {a} [has|does not have] the ID {q}.',
      'VLAN ID {q} belongs to {a}.',
      '{a} is VLAN {q}.',
      '{a} [is|is not] tagged with {q}.',
    ],
    de: ['Das VLAN {a} [hat|hat nicht] die ID {q}.'],
  }),
  measured('prefix', 'usedPercent', 'percent', {
    en: [
      '{q} of the prefix {a} [is|is not] in use.',
      'The prefix {a} is {q} full.',
      'Utilisation of {a} runs at {q}.',
      'Of the addresses in {a}, {q} are taken.',
    ],
    de: ['Das Präfix {a} ist zu {q} belegt.'],
  }),
  measured('prefix', 'usedCount', 'count', {
    en: [
      '{q} addresses of {a} are taken.',
      'In {a}, {q} addresses are in use.',
      'The prefix {a} has {q} used addresses.',
    ],
    de: ['Im Präfix {a} sind {q} Adressen vergeben.'],
  }),
  measured('bgp-peer', 'remoteAsn', 'exact', {
    en: [
      'The remote AS of the BGP peer {a} [is|is not] {q}.',
      'AS {q} is on the far side of the session {a}.',
      'The BGP peer {a} sits in AS {q}.',
    ],
    de: ['Der BGP-Peer {a} [hat|hat nicht] das entfernte AS {q}.'],
  }),
  measured('bgp-peer', 'prefixesReceived', 'count', {
    en: [
      'We receive {q} prefixes from {a}.',
      '{q} prefixes arrive over the session {a}.',
      'The BGP peer {a} [announces|does not announce] {q} prefixes to us.',
      '{a} sends us {q} prefixes.',
    ],
    de: ['Über den BGP-Peer {a} werden {q} Präfixe empfangen.'],
  }),
  measured('bgp-peer', 'uptimeSeconds', 'seconds', {
    en: ['The session {a} has been up for {q}.', 'For {q}, the BGP peer {a} has not dropped.'],
    de: ['Laufzeit des BGP-Peers {a}: {q}.'],
  }),
  measured('interface', 'speedMbps', 'mbps', {
    en: [
      'The port {a} [is|is not] a {q} port.',
      '{a} negotiated {q}.',
      'The link on {a} came up at {q}.',
      'The interface {a} [is|is not] running at {q}.',
    ],
    de: ['Die Schnittstelle {a} läuft mit {q}.'],
  }),
  measured('interface', 'mtu', 'exact', {
    en: [
      'An MTU of {q} is set on {a}.',
      '{a} [lets|does not let] frames of {q} bytes through.',
      'The MTU on {a} has been set to {q}.',
    ],
    de: ['Auf {a} ist eine MTU von {q} eingestellt.'],
  }),
  measured('interface', 'utilisationPercent', 'percent', {
    en: [
      '{q} of the bandwidth of {a} is used.',
      'Load on {a} is {q}.',
      'The interface {a} is loaded to {q}.',
    ],
    de: ['Die Schnittstelle {a} ist zu {q} ausgelastet.'],
  }),
  measured('interface', 'inErrors', 'count', {
    en: ['{q} input errors were counted on {a}.', 'The interface {a} has logged {q} input errors.'],
    de: ['Auf {a} wurden {q} Eingangsfehler gezählt.'],
  }),
  measured('router', 'localAsn', 'exact', {
    en: ['{a} [speaks|does not speak] BGP as AS {q}.', 'The local AS of the router {a} is {q}.'],
    de: ['Der Router {a} verwendet lokal das AS {q}.'],
  }),
  measured('router', 'routeCount', 'count', {
    en: [
      'The routing table of {a} holds {q} routes.',
      '{a} knows {q} routes.',
      '{q} routes are installed on the router {a}.',
    ],
    de: ['Der Router {a} kennt {q} Routen.'],
  }),
  measured('circuit', 'commitMbps', 'mbps', {
    en: ['The circuit {a} is contracted at {q}.', 'We have committed to {q} on {a}.', '{a} is a {q} line.'],
    de: ['Für die Leitung {a} sind {q} vereinbart.'],
  }),
  measured('power-feed', 'drawWatts', 'watts', {
    en: [
      '{a} is currently drawing {q}.',
      'The draw on the power feed {a} is {q}.',
      'The feed {a} [delivers|does not deliver] {q}.',
    ],
    de: ['Die Einspeisung {a} liefert derzeit {q}.'],
  }),
  measured('rack', 'heightU', 'count', {
    en: ['The rack {a} offers {q} units.', '{a} is a rack of {q} U.'],
    de: ['Das Rack {a} hat {q} Höheneinheiten.'],
  }),
  worded('router', 'osVersion', {
    en: [
      'The router {a} is on release {q}.',
      '{a} [has|has not] been upgraded to {q}.',
      'Software {q} is installed on {a}.',
    ],
    de: ['Auf dem Router {a} läuft Version {q}.'],
  }),
  worded('router', 'model', {
    en: ['The box behind {a} [is|is not] a {q}.', '{a} [is|is not] a {q} router.', 'Model of {a}: {q}.'],
    de: ['Der Router {a} ist ein {q}.'],
  }),
  worded('circuit', 'provider', {
    en: [
      'The circuit {a} [comes|does not come] from {q}.',
      '{q} provides the circuit {a}.',
      'The line {a} is rented from {q}.',
    ],
    de: ['Anbieter der Leitung {a} ist {q}.'],
  }),
  state(
    'bgp-peer',
    'state',
    [
      {
        value: 'established',
        en: [
          ['is established', 'is not established'],
          ['is up', 'is not up'],
        ],
        de: [['ist aufgebaut', 'ist nicht aufgebaut']],
      },
      {
        value: 'idle',
        en: [
          ['is stuck in idle', ''],
          ['is idle', 'is not idle'],
        ],
        de: [['ist im Zustand idle', '']],
      },
    ],
    around,
  ),
  state(
    'interface',
    'operUp',
    [
      {
        value: true,
        en: [
          ['is up', 'is not up'],
          ['has link', 'does not have link'],
        ],
        de: [['hat Link', '']],
      },
      {
        value: false,
        en: [
          ['is down', 'is not down'],
          ['has lost its link', ''],
        ],
        de: [['hat keinen Link', '']],
      },
    ],
    around,
  ),
  state(
    'interface',
    'adminUp',
    [
      {
        value: false,
        en: [
          ['is administratively down', 'is not administratively down'],
          ['has been shut by configuration', ''],
        ],
        de: [['ist administrativ abgeschaltet', 'ist nicht administrativ abgeschaltet']],
      },
    ],
    around,
  ),
  state(
    'router',
    'reachable',
    [
      {
        value: true,
        en: [
          ['answers', 'does not answer'],
          ['is reachable', 'is not reachable'],
          ['can be reached', 'cannot be reached'],
        ],
        de: [['ist erreichbar', 'ist nicht erreichbar']],
      },
      {
        value: false,
        en: [
          ['is unreachable', ''],
          ['has gone silent', ''],
        ],
        de: [['antwortet nicht', '']],
      },
    ],
    around,
  ),
  state(
    'prefix',
    'status',
    [
      { value: 'active', en: [['is active', 'is not active']], de: [['ist aktiv', 'ist nicht aktiv']] },
      {
        value: 'reserved',
        en: [['is reserved', 'is not reserved']],
        de: [['ist reserviert', 'ist nicht reserviert']],
      },
      { value: 'deprecated', en: [['is deprecated', 'is not deprecated']], de: [['ist veraltet', '']] },
    ],
    around,
  ),
  compared('prefix', 'usedPercent', {
    en: ['{a} has a higher utilisation than {b}.', 'The utilisation of {b} is lower than that of {a}.'],
    de: ['Die Auslastung von {a} ist höher als die von {b}.'],
  }),
  compared('bgp-peer', 'prefixesReceived', {
    en: [
      'We receive more prefixes from {a} than from {b}.',
      'The BGP peer {b} receives fewer prefixes than {a}.',
    ],
    de: ['Über {a} kommen mehr Präfixe als über {b}.'],
  }),
  extreme('router', 'routeCount', 'most', {
    en: [
      '{a} is the router with the most routes.',
      'The largest number of routes is held by {a}.',
      'The router that knows the most routes is {a}.',
    ],
    de: ['Der Router mit den meisten Routen ist {a}.'],
  }),
  counted({
    name: 'routers of a site',
    group: 'site',
    of: ({ view }, group) => (group === undefined ? [] : view.inbound(group, 'located-in', 'router')),
    words: {
      en: [
        '{q} routers are installed at {a}.',
        'The site {a} houses {q} routers.',
        'At {a} we find {q} routers.',
      ],
      de: ['Am Standort {a} stehen {q} Router.'],
    },
  }),
  counted({
    name: 'interfaces that are down',
    of: ({ view }) => view.all('interface'),
    inState: (one) => valueAt(one, 'operUp') === false,
    words: {
      en: [
        'Of the {q} interfaces, {b} are down.',
        '{b} interfaces are down.',
        'There are {b} interfaces down out of {q}.',
      ],
      de: ['{b} der {q} Schnittstellen sind down.'],
    },
  }),
  counted({
    name: 'established sessions',
    of: ({ view }) => view.all('bgp-peer'),
    inState: (one) => valueAt(one, 'state') === 'established',
    words: {
      en: ['{b} of the {q} BGP peers are established.', 'Of {q} BGP sessions, {b} are established.'],
      de: ['Von {q} BGP-Peers sind {b} aufgebaut.'],
    },
  }),
  listed(
    'prefixes of a VRF',
    'prefix',
    ({ view }) =>
      view.all('vrf').map((vrf) => ({ of: vrf.name, members: view.inbound(vrf, 'member-of', 'prefix') })),
    {
      en: [
        'The prefixes {a} belong to the VRF {b}.',
        'VRF {b} contains the prefixes {a}.',
        '{a} are all part of {b}.',
      ],
      de: ['Zur VRF {b} gehören {a}.'],
    },
  ),
];
