/** Saves text, or bytes, that exist only in this browser as a file, as a download would. */
export function saveText(fileName: string, text: string | Uint8Array<ArrayBuffer>, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser has begun to save by then; sooner, some of them find nothing at the address.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
