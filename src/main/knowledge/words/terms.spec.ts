import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { englishStem } from './stem.ts';
import { eachTerm, questionTerms } from './terms.ts';
import { wordRanges } from './word-ranges.ts';

function terms(text: string): string[] {
  const found: string[] = [];
  eachTerm(text, (term) => found.push(term));
  return found;
}

const share = (a: string, b: string) => terms(a).filter((term) => terms(b).includes(term));

describe('words', () => {
  it('are found in all their English forms', () => {
    expect(terms('configured configuring configures')).toEqual(['configur', 'configur', 'configur']);
  });

  it('have the stems that SQLite gives them', () => {
    const words =
      'running drained evictions relational conditional valency digitizer conformably radically differently analogously vietnamization predication operator feudalism decisiveness hopefulness callousness formality sensitivity sensibility triplicate formative formalize electricity electrical hopeful goodness revival allowance inference airliner gyroscopic adjustable defensible irritant replacement adjustment dependent adoption communism activate effective bowdlerize probate rate cease controlling rolling happy sky agreed plastered motoring conflated troubled sized hopping tanned falling hissing fizzed failing filing ties caress cats'.split(
        ' ',
      );
    const database = new DatabaseSync(':memory:');
    database.exec(`CREATE VIRTUAL TABLE t USING fts5(x, tokenize = 'porter ascii');
      CREATE VIRTUAL TABLE v USING fts5vocab(t, 'instance')`);
    const add = database.prepare('INSERT INTO t (rowid, x) VALUES (?, ?)');
    words.forEach((word, index) => add.run(index + 1, word));
    const theirs = database
      .prepare('SELECT term FROM v ORDER BY doc')
      .all()
      .map((row) => row['term']);
    database.close();
    expect(words.map(englishStem)).toEqual(theirs);
  });

  it('of German texts lose their endings and their umlauts', () => {
    expect(terms('Die Festplatten werden bei einem Ausfall ersetzt')).toContain('festplatt');
    expect(terms('Der Lüfter läuft nicht')).toEqual(expect.arrayContaining(['luft', 'lauft']));
    expect(share('Köln', 'Koeln')).toEqual(['koeln']);
    const { terms: asked, german } = questionTerms('Festplatten');
    expect(german.get(asked[0]?.term ?? '')).toBe('festplatt');
  });

  it('that say nothing are left out, and count as places', () => {
    const places: [string, number][] = [];
    eachTerm('the loss of quorum', (term, at) => places.push([term, at]));
    expect(places).toEqual([
      ['loss', 1],
      ['quorum', 3],
    ]);
  });
});

describe('names that are put together', () => {
  it.each([
    ['kube-apiserver', 'KubeApiserver'],
    ['kube-apiserver', 'kube_apiserver'],
    ['NodeNotReady', 'node_not_ready'],
    ['52:54:00:AB:CD:EF', '5254.00ab.cdef'],
    ['52-54-00-ab-cd-ef', '525400abcdef'],
  ])('%s is %s', (one, other) => expect(share(one, other)).not.toEqual([]));

  it.each([
    ['kube-apiserver', 'apiserver'],
    ['NodeNotReady', 'nodes'],
    ['KubeAPIErrorBudgetBurn', 'API'],
    ['esx-a01.example.net', 'esx-a01'],
    ['10.1.2.0/24', '10.1.2.0'],
    ['/var/log/ovn/acl-audit-log.log', 'acl-audit-log'],
    ['shop/checkout', 'checkout'],
  ])('%s is found by its part %s', (whole, part) => expect(share(whole, part)).not.toEqual([]));

  it('keep addresses and versions as one, so that others are no match', () => {
    expect(terms('10.1.2.0/24')[0]).toBe('10.1.2.0/24');
    expect(terms('v4.16.2')[0]).toBe('v4.16.2');
    expect(terms('fe80::1')[0]).toBe('fe80::1');
  });

  it('are not taken apart where they are one word', () => {
    for (const word of ['VMs', 'IPv6', 'ESXi', 'CSRs']) expect(terms(word)).toHaveLength(1);
  });
});

it('words of a question are shown where they stand', () => {
  const text = 'Drain the node, then restart kube-apiserver.';
  expect(
    wordRanges('draining nodes and the apiserver', text).map(([from, to]) => text.slice(from, to)),
  ).toEqual(['Drain', 'node', 'kube-apiserver']);
});

it('another name of the same parts is not shown as the one that was asked for', () => {
  const shown = (question: string, text: string) =>
    wordRanges(question, text).map(([from, to]) => text.slice(from, to));
  expect(shown('esx-a02 memory', 'esx-a01 memory; esx-a02; ESX-A02.dc.example; esx-a02-vmnic0')).toEqual([
    'memory',
    'esx-a02',
    'ESX-A02.dc.example',
    'esx-a02-vmnic0',
  ]);
  expect(shown('KubeNodeNotReady', 'the node is not ready: kube-node-not-ready')).toContain(
    'kube-node-not-ready',
  );
  expect(shown('esx', 'esx-a01')).toEqual(['esx-a01']);
});
