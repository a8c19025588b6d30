/** Asks many things of CloudWatch, a few at a time. Pure but for the work it is given. */
import type { Result } from "../result.ts";
import type { CloudWatchFailure } from "./failure.ts";

/**
 * The answers in the order of the items, `most` at a time. Being throttled halves how many go at a time from then
 * on: the requests of one collector share one account's quota, and asking on at the same pace prolongs the jam.
 */
export async function inParallel<Item, Value>(
  most: number,
  items: readonly Item[],
  ask: (item: Item) => Promise<Result<Value, CloudWatchFailure>>,
): Promise<readonly Result<Value, CloudWatchFailure>[]> {
  const answers: Result<Value, CloudWatchFailure>[] = [];
  const waiting = [...items.entries()];
  let pace = Math.min(most, items.length);
  let working = pace;
  const work = async (): Promise<void> => {
    while (working <= pace) {
      const next = waiting.shift();
      if (next === undefined) break;
      const [index, item] = next;
      const answer = await ask(item);
      answers[index] = answer;
      if (!answer.ok && answer.failure.kind === "throttled") pace = Math.max(1, Math.floor(pace / 2));
    }
    working -= 1;
  };
  await Promise.all(Array.from({ length: pace }, work));
  return answers;
}
