/** Tells a screen reader, through the page's one live region. */
export function say(sentence: string): void {
  const region = document.getElementById("said");
  if (!region) return;
  region.textContent = "";
  // A region that is emptied and filled in one go says nothing when the sentence is the same as before.
  setTimeout(() => {
    region.textContent = sentence;
  }, 50);
}
