/**
 * One exchange over HTTP with one host. Loads only the protocol it needs, because loading both costs every poll
 * milliseconds. Knows neither AWS nor retries.
 */
import type { ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import { failure, success, type Result } from "../result.ts";
import { onDeadline } from "./deadline.ts";
import type { ServiceAnswer } from "./service-error.ts";
import type { Headers } from "./signature.ts";

export type TransportFailure =
  | { readonly kind: "deadline" }
  /** Nothing came for `silenceMilliseconds`. */
  | { readonly kind: "silent" }
  | { readonly kind: "too-large" }
  /** The connection's or TLS's own words; `code` as Node names it: ECONNREFUSED, CERT_HAS_EXPIRED, … */
  | { readonly kind: "broken"; readonly code: string; readonly reason: string };

export interface HttpRequest {
  readonly method: string;
  /** As it stands in the request line. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

export interface Transport {
  send(request: HttpRequest, deadline: AbortSignal): Promise<Result<ServiceAnswer, TransportFailure>>;
  readonly close: () => void;
}

interface Protocol {
  readonly agent: { destroy(): void };
  readonly request: (options: RequestOptions) => ClientRequest;
}

/** Longer than the longest answer of CloudWatch: a page of 100,800 datapoints takes about 4 MB. */
const mostBytes = 32 * 1024 * 1024;

/** A request that nobody answers is asked again: its packets may be lost, or its host gone. */
export const silenceMilliseconds = 10_000;

/** cw-collect's four requests in flight, and one more. */
const mostSockets = 5;

async function protocolOf(url: URL, certificates: string | undefined): Promise<Protocol> {
  const settings = { keepAlive: true, maxSockets: mostSockets };
  if (url.protocol === "http:") {
    const { Agent, request } = await import("node:http");
    const agent = new Agent(settings);
    return { agent, request: (options) => request({ ...options, agent }) };
  }
  const { Agent, request } = await import("node:https");
  const agent = new Agent({ ...settings, ...(certificates === undefined ? {} : { ca: certificates }) });
  return { agent, request: (options) => request({ ...options, agent }) };
}

type Settle = (result: Result<ServiceAnswer, TransportFailure>) => void;

function collect(response: IncomingMessage, request: ClientRequest, settle: Settle): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes <= mostBytes) return;
    settle(failure({ kind: "too-large" }));
    request.destroy();
  });
  response.on("end", () => {
    const body = Buffer.concat(chunks).toString("utf8");
    settle(success({ status: response.statusCode ?? 0, headers: response.headers, body }));
  });
  response.on("error", (error: NodeJS.ErrnoException) => {
    settle(failure({ kind: "broken", code: error.code ?? "", reason: error.message }));
  });
}

function exchange(
  { request: open }: Protocol,
  url: URL,
  { method, path, headers, body }: HttpRequest,
  deadline: AbortSignal,
): Promise<Result<ServiceAnswer, TransportFailure>> {
  return new Promise((resolve) => {
    const request = open({
      method,
      protocol: url.protocol,
      hostname: url.hostname.replace(/^\[|\]$/g, ""),
      ...(url.port === "" ? {} : { port: url.port }),
      path,
      headers: { ...headers, "content-length": Buffer.byteLength(body) },
      timeout: silenceMilliseconds,
    });
    const release = onDeadline(deadline, () => {
      settle(failure({ kind: "deadline" }));
      request.destroy();
    });
    // The first that happens counts: what destroying the request brings about comes after it.
    const settle: Settle = (result) => {
      release();
      resolve(result);
    };
    request.on("timeout", () => {
      settle(failure({ kind: "silent" }));
      request.destroy();
    });
    request.on("error", (error: NodeJS.ErrnoException) => {
      settle(failure({ kind: "broken", code: error.code ?? "", reason: error.message }));
    });
    request.on("response", (response) => {
      collect(response, request, settle);
    });
    request.end(body);
  });
}

/** `certificates`: PEM text of the authorities to trust instead of Node's own. */
export function httpTransport(url: URL, certificates?: string): Transport {
  let protocol: Promise<Protocol> | undefined;
  return {
    send: async (request, deadline) => {
      protocol ??= protocolOf(url, certificates);
      const opened = await protocol;
      return deadline.aborted ? failure({ kind: "deadline" }) : exchange(opened, url, request, deadline);
    },
    close: () => {
      void protocol?.then(({ agent }) => {
        agent.destroy();
      });
    },
  };
}
