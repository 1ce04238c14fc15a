const english =
  'a an the is are was were am been being of in on to for and or nor but so if how what which who whom whose where when why can could may might must shall should will would i do does did done doing you we he she they me us them him her with be by it its this that these those from as at there their theirs your yours my mine our ours his hers use used using uses into onto than then too very just about between during also such while have has had having some any each every all both more most other own same only no not does need needs needed via per upon within without out up down off over under again once here ' +
  'get gets got let lets provide provides provided purpose happen happens happened ensure ensures necessary required require requires important explain describe tell show give given want please help mean means meant called name named following';
const german =
  'der die das den dem des ein eine einer eines einem einen und oder aber nicht kein keine ist sind war waren wird werden wurde wurden hat haben hatte kann konnte muss soll darf ich du er sie es wir ihr mir dir uns euch ihm ihn ihnen mein dein sein unser euer was wer wie wo wann warum weshalb welche welcher welches zu zum zur von vom mit bei beim nach aus auf an am im in ins fur uber unter vor hinter zwischen durch gegen ohne um als dass wenn weil ob auch noch nur schon sehr mehr so da dort hier man sich alle jede jeder jedes diese dieser dieses';

/** Words that say nothing about what is looked for, folded. */
export const stopWords: ReadonlySet<string> = new Set([...english.split(' '), ...german.split(' ')]);

const germanOnly: ReadonlySet<string> = new Set(
  german
    .split(' ')
    .filter(
      (word) => word.length > 2 && !english.split(' ').includes(word) && word !== 'die' && word !== 'am',
    ),
);

/** Whether these words, folded, are German rather than English: one in twenty is one that only German has. */
export function isGerman(words: readonly string[]): boolean {
  let count = 0;
  for (const word of words) if (germanOnly.has(word)) count += 1;
  return count > 0 && count * 20 >= words.length;
}
