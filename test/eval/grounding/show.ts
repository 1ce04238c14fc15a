import { statements } from './statements.ts';

/** `node test/eval/grounding/show.ts [estates]`: the statements as they are, to be read by a person. */
for (const { text, fault, family, language, fact } of statements(Number(process.argv[2] ?? 1))) {
  console.log(`${(fault ?? 'true').padEnd(17)} ${language} ${family.padEnd(14)} ${fact.padEnd(32)} ${text}`);
}
