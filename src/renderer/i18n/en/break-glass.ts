export const breakGlass = {
  badge: 'Break glass',
  badgeHint: (by: string, typed: string) =>
    `${by} ran it while the shared database could not be asked, and typed: “${typed}”`,
  action: 'Break glass…',
  title: (what: string) => `Break glass: ${what}`,
  asking: 'Asking the shared database once more…',
  warning: 'What cannot be excluded',
  runText: 'It begins at once, from this workstation alone. The target is read again first.',
  marked:
    'It stands in the approval, in the claim and in the audit. When the shared database is back, everybody is told, also of a run somewhere else.',
  notNow: 'It is not possible now',
  type: 'Type this sentence, letter by letter',
  matches: 'As asked for',
  act: (target: string) => `Run on ${target} from here alone`,
  done: (what: string) => `${what}: runs from this workstation alone`,

  doubleTitle: 'It ran more than once',
  doubleText: (places: string) =>
    `It was taken up at ${places}, while the shared database could not be asked. Each run is shown as it was; nothing goes on by itself. Look at the target.`,
  runAt: (workstation: string) => `Run at ${workstation}`,
  counts: 'Counts as its outcome',
  unknownPlace: 'an unknown workstation',
  noEntries: 'Nothing of it was written down.',

  elsewhere: (workstation: string) => `${workstation} executes it.`,
  silent: (workstation: string, minutes: string) =>
    `${workstation} executes it, and nothing was heard of that workstation for ${minutes}.`,
  minutes: (value: number) => (value === 1 ? '1 minute' : `${value} minutes`),
  maySettle: 'It is never executed again. Look at the target, then say below what became of it.',
  stopAsked: (by: string, workstation: string, reason: string) =>
    `${by} asked at ${workstation} to stop it: ${reason}. The workstation that executes it takes that up as soon as it reads it.`,
};
