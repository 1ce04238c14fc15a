export const places = {
  notYet: 'not in this version',
  meanwhile: 'What works now',
  tickets: {
    what: 'Problems, with evidence, similar cases, cause and proposal on one page',
    when: 'Tickets come with a version of their own. Until then nothing is received here, from people or from systems.',
  },
  remediation: {
    what: 'What would be done about a problem, checked line by line before it is approved and run',
    when: 'Remediation comes with a version of its own. Until then nothing in this application changes your infrastructure.',
  },
  findings: 'Findings',
  findingsDetail: 'What breaks a rule now: on what, since when, why it matters, and what helps',
  criticalFindings: 'Critical findings',
  criticalFindingsDetail: 'The ones that cannot wait',
  remedyDetail: 'Each says what would remedy it, to be done by hand',
  activity: 'Activity',
  activityDetail: 'Every collection and every job, and how it went',
};
