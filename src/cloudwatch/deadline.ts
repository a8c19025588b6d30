/** Waiting that ends with a deadline. Knows no clock but the timers'. */

type Callback = () => void;

/** One listener a signal: Node warns on stderr when hundreds of requests listen to one deadline. */
const waiting = new WeakMap<AbortSignal, Set<Callback>>();

/** Calls back once when the deadline passes, unless what it answers was called before. */
export function onDeadline(deadline: AbortSignal, callback: Callback): () => void {
  let callbacks = waiting.get(deadline);
  if (callbacks === undefined) {
    const all = new Set<Callback>();
    deadline.addEventListener(
      "abort",
      () => {
        for (const each of all) each();
      },
      { once: true },
    );
    waiting.set(deadline, all);
    callbacks = all;
  }
  const own = callbacks;
  own.add(callback);
  return () => own.delete(callback);
}

/** True when the time has passed, false when the deadline came before. */
export function sleep(milliseconds: number, deadline: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (deadline.aborted) {
      resolve(false);
      return;
    }
    const timer = setTimeout(() => {
      release();
      resolve(true);
    }, milliseconds);
    const release = onDeadline(deadline, () => {
      clearTimeout(timer);
      resolve(false);
    });
  });
}

/** What the promise gives, or undefined when the deadline comes first; the promise is then left to itself. */
export function within<Value>(promise: Promise<Value>, deadline: AbortSignal): Promise<Value | undefined> {
  return new Promise((resolve, reject) => {
    if (deadline.aborted) {
      resolve(undefined);
      return;
    }
    const release = onDeadline(deadline, () => {
      resolve(undefined);
    });
    promise.then(resolve, reject).finally(release);
  });
}
