/** Chance that forgets nothing and remembers nothing: numbers that follow from a seed and an index alone. Pure. */

/** A 32-bit key of a text (FNV-1a, then mixed). */
export function keyOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return mix(hash);
}

// The finalizer of MurmurHash3: every bit of the input moves every bit of the output.
function mix(hash: number): number {
  let mixed = hash;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Evenly spread over [0, 1); independent for different keys, indices (whole, below 2^32) and salts. */
export const chance = (key: number, index: number, salt = 0): number =>
  mix(mix(key ^ Math.imul(index, 0x9e3779b1)) ^ Math.imul(salt + 1, 0x27d4eb2f)) / 4_294_967_296;
