const label = /([A-Za-z_][\w.-]*)\s*=~?\s*(?:"([^"]*)"|'([^']*)'|([^\s,;"'{}[\]]+))/g;
const camel =
  /(?<![\p{L}\p{N}._/-])(?:\p{Lu}\p{Ll}+|\p{Ll}+(?=\p{Lu})|\p{Lu}{2,}(?=\p{Lu}\p{Ll}))(?:\p{Lu}\p{Ll}+|\p{Lu}+(?!\p{Ll}))+(?![\p{L}\p{N}._/-])/gu;

/**
 * An alert as words: `vm="web-01"` is a label and its value, `KubeNodeNotReady` says "Kube Node Not Ready". Names and
 * symptoms are looked for in this; what is shown and cited stays as it was written.
 */
export function alertText(text: string): string {
  return text
    .replaceAll(label, (_, key: string, ...values: (string | undefined)[]) => {
      const value = values.slice(0, 3).find((one) => one !== undefined) ?? '';
      return `${key.replaceAll('_', ' ')} ${value} `;
    })
    .replaceAll(camel, (word) => `${word} (${inWords(word)})`);
}

const inWords = (word: string) =>
  word
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase();
