/** Hands a text to the person as a file. */
export function saveFile(file: { fileName: string; mimeType: string; content: string }): void {
  const url = URL.createObjectURL(new Blob([file.content], { type: file.mimeType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file.fileName;
  link.click();
  // The browser takes it before the next turn is over.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
