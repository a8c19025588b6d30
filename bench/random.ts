/** Random numbers that are the same in every run. */
import { createHash } from "node:crypto";

/** Numbers in [0, 1) by a seed of any text: mulberry32. */
export function randomBy(seed: string): () => number {
  let state = createHash("sha256").update(seed).digest().readInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
