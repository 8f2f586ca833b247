/**
 * @typedef {{ say: (event: string, sentence: string, fields?: Record<string, unknown>) => void, children: 1 | 2 }} Voice
 *   `children` is the file descriptor for what installs, builds and the portal print
 */

/**
 * How the start script talks: sentences for a person, or one JSON line an event for a program.
 * @param {boolean} json @returns {Voice}
 */
export function voice(json) {
  return json
    ? { say: (event, _sentence, fields = {}) => console.log(JSON.stringify({ event, ...fields })), children: 2 }
    : {
        say: (event, sentence) => {
          if (event === "refused") console.error(sentence);
          else if (sentence) console.log(sentence);
        },
        children: 1,
      };
}
