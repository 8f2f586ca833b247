/** Does `work` for each item, at most `atOnce` at a time; the first failure is thrown when all that began have ended. */
export async function eachOf<T>(items: readonly T[], atOnce: number, work: (item: T, index: number) => Promise<void>): Promise<void> {
  let next = 0;
  let failed: unknown;
  const worker = async () => {
    for (let index = next++; index < items.length && failed === undefined; index = next++) {
      // The index is below the length, so there is an item.
      await work(items[index] as T, index).catch((error: unknown) => (failed ??= error));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  if (failed !== undefined) throw failed;
}
