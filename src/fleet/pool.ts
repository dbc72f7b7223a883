/** Some pieces of work at a time; one that fails stops no other. */

/**
 * Do `work` for every item, at most `atOnce` at a time, starting them in order. Results come in the order of the items.
 * Nothing new is started once `signal` is aborted; what was not started is missing from the results.
 */
export async function pooled<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
  signal?: AbortSignal,
): Promise<(R | undefined)[]> {
  const results: (R | undefined)[] = items.map(() => undefined);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < items.length; i = next++) {
      if (signal?.aborted) return;
      results[i] = await work(items[i] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(atOnce, items.length)) }, worker));
  return results;
}
