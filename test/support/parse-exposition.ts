/**
 * Reads figures in the text form of Prometheus as strictly as it is written down: HELP and TYPE before the samples of
 * each family, no sample twice, counters named so.
 * @returns figures by name and labels
 */
export function parseExposition(text: string): ReadonlyMap<string, number> {
  if (!text.endsWith('\n')) throw new Error('expected a line feed at the end');
  const figures = new Map<string, number>();
  let family = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const head = /^# (HELP|TYPE) ([a-z_]\w*) (.+)$/.exec(line);
    if (head) {
      const [, what, name = '', rest = ''] = head;
      if (what === 'HELP') family = name;
      else if (name !== family) throw new Error(`TYPE of ${name} after HELP of ${family}`);
      else if (rest !== (name.endsWith('_total') ? 'counter' : 'gauge'))
        throw new Error(`${name} is a ${rest}`);
      continue;
    }
    const sample = /^([a-z_]\w*)(\{(?:[a-z_]\w*="(?:[^"\\\n]|\\["\\n])*",?)+\})? (\S+)$/.exec(line);
    const [, name = '', labels = '', value = ''] = sample ?? [];
    if (name !== family) throw new Error(`no sample of ${family}: ${line}`);
    if (!Number.isFinite(Number(value))) throw new Error(`no figure: ${line}`);
    if (figures.has(`${name}${labels}`)) throw new Error(`twice: ${line}`);
    figures.set(`${name}${labels}`, Number(value));
  }
  return figures;
}
