/** What was asked, for counting calls: the latest requests, within bounds. */
export interface RequestSeen {
  readonly operation: string;
  readonly region: string;
  readonly accessKeyId: string;
  /** Of the body as it came, compressed or not. */
  readonly bytes: number;
  readonly timeMilliseconds: number;
  readonly body: string;
  /** The fault it met. */
  readonly fault?: string;
}

export interface RequestLog {
  /** Oldest first. */
  readonly seen: RequestSeen[];
  add(request: RequestSeen): void;
  clear(): void;
}

const mostRequests = 10_000;
const mostCharacters = 64_000_000;

export function openRequestLog(): RequestLog {
  const seen: RequestSeen[] = [];
  let characters = 0;
  return {
    seen,
    add(request) {
      seen.push(request);
      characters += request.body.length;
      while (seen.length > 1 && (seen.length > mostRequests || characters > mostCharacters))
        characters -= seen.shift()?.body.length ?? 0;
    },
    clear() {
      seen.length = 0;
      characters = 0;
    },
  };
}
