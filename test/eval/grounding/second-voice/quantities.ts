import type { Language } from '../case.ts';
import type { Dice } from '../dice.ts';
import { gib, tib } from '../estate.ts';

/** Figures as this author writes them: units in full, glued on, in other spellings. */
export type Measure =
  'bytes' | 'mhz' | 'mbps' | 'percent' | 'seconds' | 'ms' | 'celsius' | 'watts' | 'count' | 'exact';

type Unit = readonly [en: string, de: string, size: number];

const units: Readonly<Record<Exclude<Measure, 'count' | 'exact'>, readonly Unit[]>> = {
  bytes: [
    [' MiB', ' MiB', 2 ** 20],
    ['GiB', ' GiB', gib],
    [' gibibytes', ' Gibibyte', gib],
    [' GiB', 'GiB', gib],
    [' TiB', ' TiB', tib],
    ['TiB', ' TiB', tib],
    [' tebibytes', ' Tebibyte', tib],
    [' gigabytes', ' Gigabyte', 1e9],
    [' terabytes', ' Terabyte', 1e12],
    [' TB', ' TB', 1e12],
  ],
  mhz: [
    [' MHz', ' MHz', 1],
    [' GHz', ' GHz', 1000],
    ['GHz', ' GHz', 1000],
  ],
  mbps: [
    [' Gb/s', ' GBit/s', 1000],
    [' gigabits per second', ' Gigabit pro Sekunde', 1000],
    ['Gbps', ' Gbit/s', 1000],
    [' Mbit/s', ' MBit/s', 1],
    [' Gbit', ' Gbit', 1000],
  ],
  percent: [
    [' %', ' %', 1],
    ['%', '%', 1],
    [' per cent', ' Prozent', 1],
  ],
  seconds: [
    [' minutes', ' Minuten', 60],
    [' min', ' min', 60],
    [' h', ' h', 3600],
    [' days', ' Tage', 86_400],
  ],
  ms: [
    [' ms', ' ms', 1],
    [' milliseconds', ' Millisekunden', 1],
  ],
  celsius: [
    [' °C', ' °C', 1],
    [' degrees Celsius', ' Grad Celsius', 1],
  ],
  watts: [
    [' W', ' W', 1],
    [' watts', ' Watt', 1],
    [' kW', ' kW', 1000],
  ],
};

const words: Readonly<Record<Language, readonly string[]>> = {
  en: ['', '', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
  de: ['', '', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun', 'zehn', 'elf', 'zwölf'],
};

export function figure(value: number, measure: Measure, language: Language, d: Dice): string {
  if (measure === 'exact') return String(value);
  if (measure === 'count') {
    const word = words[language][value] ?? '';
    return word !== '' && d.chance(0.5) ? word : grouped(String(value), language);
  }
  const fitting = units[measure].filter(([, , size]) => {
    const shown = value / size;
    return shown >= 0.9 && shown < 2500 && Math.abs(shown - Number(shown.toFixed(2))) / shown < 0.003;
  });
  const [en, de, size] = d.maybe(fitting) ?? units[measure][0] ?? ['', '', 1];
  const shown = value / size;
  const digits = Number.isInteger(shown)
    ? 0
    : Math.abs(shown - Number(shown.toFixed(1))) / shown < 0.003
      ? 1
      : 2;
  const [whole = '', rest] = shown.toFixed(digits).split('.');
  const number =
    grouped(whole, language) + (rest === undefined ? '' : `${language === 'en' ? '.' : ','}${rest}`);
  return number + (language === 'en' ? en : de);
}

function grouped(whole: string, language: Language): string {
  return whole.replaceAll(/\B(?=(?:\d{3})+$)/g, language === 'en' ? ',' : '.');
}

const wrong: readonly (readonly [unit: RegExp, others: readonly string[]])[] = [
  [/ ?MiB$/, [' GiB', ' KiB']],
  [/ ?GiB$/, [' TiB', ' MiB', ' GB']],
  [/ ?TiB$/, [' GiB', ' PiB', ' TB']],
  [/ gibibytes$/, [' tebibytes', ' gigabytes']],
  [/ tebibytes$/, [' gibibytes', ' terabytes']],
  [/ gigabytes$/, [' terabytes', ' gibibytes']],
  [/ terabytes$/, [' gigabytes', ' tebibytes']],
  [/ Gibibyte$/, [' Tebibyte', ' Gigabyte']],
  [/ Tebibyte$/, [' Gibibyte', ' Terabyte']],
  [/ Gigabyte$/, [' Terabyte', ' Gibibyte']],
  [/ Terabyte$/, [' Gigabyte', ' Tebibyte']],
  [/ TB$/, [' GB', ' TiB']],
  [/ MHz$/, [' GHz']],
  [/ ?GHz$/, [' MHz']],
  [/ Gb\/s$/, [' Mb/s']],
  [/ GBit\/s$/, [' MBit/s']],
  [/ gigabits per second$/, [' megabits per second']],
  [/ Gigabit pro Sekunde$/, [' Megabit pro Sekunde']],
  [/ ?Gbps$/, [' Mbps', ' Tbps']],
  [/ Gbit\/s$/, [' Mbit/s']],
  [/ Mbit\/s$/, [' Gbit/s']],
  [/ MBit\/s$/, [' GBit/s']],
  [/ Gbit$/, [' Mbit']],
  [/ minutes$/, [' hours', ' seconds']],
  [/ Minuten$/, [' Stunden', ' Sekunden']],
  [/ min$/, [' h']],
  [/ h$/, [' min']],
  [/ days$/, [' hours', ' weeks']],
  [/ Tage$/, [' Stunden', ' Wochen']],
  [/ ms$/, [' s']],
  [/ milliseconds$/, [' seconds', ' microseconds']],
  [/ Millisekunden$/, [' Sekunden']],
  [/ W$/, [' kW']],
  [/ watts$/, [' kilowatts']],
  [/ Watt$/, [' Kilowatt']],
  [/ kW$/, [' W']],
];

export function wrongUnit(text: string, d: Dice): string | undefined {
  for (const [unit, others] of wrong) if (unit.test(text)) return text.replace(unit, d.one(others));
  return undefined;
}
