/** The ways in which state cannot be read or kept. What they mean to a user stands in cli/failures.ts. */
export type StateFailure =
  /** The directory does not exist and cannot be made, or is none. */
  | { readonly kind: "state-directory"; readonly path: string; readonly reason: string }
  | { readonly kind: "state-unreadable"; readonly path: string; readonly reason: string }
  /** Written by a later version of this program: left alone. */
  | { readonly kind: "state-newer"; readonly path: string; readonly version: number }
  | { readonly kind: "state-corrupt"; readonly path: string; readonly setAsideAs: string }
  | { readonly kind: "state-unwritable"; readonly path: string; readonly reason: string }
  /** Another process held the lock until the deadline. */
  | { readonly kind: "state-locked"; readonly path: string }
  /** The lock was taken over while it was held (a suspended machine): nothing was written. */
  | { readonly kind: "lock-lost"; readonly path: string };
