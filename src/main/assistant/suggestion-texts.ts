import type { Language } from './language.ts';

type ByName = (name: string) => string;

/** How questions are worded that are suggested. Those that the inventory answers are each known to one of `forms`. */
export interface SuggestionTexts {
  readonly wrong: ByName;
  readonly remedy: (title: string, name: string) => string;
  readonly changed: ByName;
  readonly full: ByName;
  readonly where: ByName;
  readonly vmsOn: ByName;
  readonly podsOn: ByName;
  readonly affected: ByName;
  /** Nothing but a model answers this one. */
  readonly inShort: ByName;
  readonly critical: string;
  readonly changedAnywhere: string;
  readonly fullDatastores: string;
}

export const suggestionTexts: Readonly<Record<Language, SuggestionTexts>> = {
  en: {
    wrong: (name) => `What is wrong with ${name}?`,
    remedy: (title, name) => `What can be done about "${title}" on ${name}?`,
    changed: (name) => `What changed on ${name} this week?`,
    full: (name) => `How full is ${name}?`,
    where: (name) => `Where does ${name} run?`,
    vmsOn: (name) => `Which VMs are on ${name}?`,
    podsOn: (name) => `Which pods are on ${name}?`,
    affected: (name) => `Who is affected if ${name} fails?`,
    inShort: (title) => `What does "${title}" say in short?`,
    critical: 'Which critical findings are there?',
    changedAnywhere: 'What changed this week?',
    fullDatastores: 'Which datastores are nearly full?',
  },
  de: {
    wrong: (name) => `Was stimmt mit ${name} nicht?`,
    remedy: (title, name) => `Was lässt sich gegen „${title}“ an ${name} tun?`,
    changed: (name) => `Was hat sich an ${name} diese Woche geändert?`,
    full: (name) => `Wie voll ist ${name}?`,
    where: (name) => `Wo läuft ${name}?`,
    vmsOn: (name) => `Welche VMs sind auf ${name}?`,
    podsOn: (name) => `Welche Pods laufen auf ${name}?`,
    affected: (name) => `Wer ist betroffen, wenn ${name} ausfällt?`,
    inShort: (title) => `Was steht in „${title}“, kurz gefasst?`,
    critical: 'Welche kritischen Befunde gibt es?',
    changedAnywhere: 'Was hat sich diese Woche geändert?',
    fullDatastores: 'Welche Datastores sind fast voll?',
  },
};
