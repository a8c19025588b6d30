/** HTTP on loopback: receives, misbehaves when a fault says so, and tells what was asked and what is true. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { jsonAnswer, wrongShape, type HttpAnswer } from "./answer.ts";
import { readFault, type FaultBox, type FaultKind } from "./fault.ts";
import { readIncoming } from "./incoming.ts";
import { openRequestLog, type RequestLog } from "./request-log.ts";
import { answerTo, refusalBy } from "./service.ts";
import { readTruthQuestion, truthOf } from "./truth.ts";
import { ownAccount, type Account } from "./world.ts";

export interface ServerOptions {
  readonly account: Account;
  readonly faults: FaultBox;
  readonly clock: "request" | (() => number);
  readonly port: number;
  readonly pageSize: number | undefined;
}

export interface Server {
  readonly url: string;
  readonly log: RequestLog;
  close(): Promise<void>;
}

const unzip = promisify(gunzip);

async function receive(request: IncomingMessage): Promise<{ body: string; bytes: number }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  const isZipped = request.headers["content-encoding"] === "gzip";
  return { body: (isZipped ? await unzip(raw) : raw).toString(), bytes: raw.length };
}

function send(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  response.end(body);
}

const plain = (status: number, body: string): HttpAnswer => ({
  status,
  headers: { "content-type": "text/plain; charset=utf-8" },
  body,
});

const json = { "content-type": "application/x-amz-json-1.0" };

/** Faults of the line rather than of the service. */
const spoilers: Partial<Record<FaultKind, (response: ServerResponse) => void>> = {
  hang: () => undefined,
  reset: (response) => response.socket?.resetAndDestroy(),
  truncate(response) {
    response.writeHead(200, { ...json, "content-length": 1000 });
    response.write('{"Label":"', () => response.destroy());
  },
  garbage(response) {
    const body = "<html><body>Welcome to the wireless network of the Hotel Sim</body></html>";
    send(response, { status: 200, headers: json, body });
  },
  "wrong-shape": (response) => {
    send(response, jsonAnswer(wrongShape, "1.0"));
  },
};

export async function listen(options: ServerOptions): Promise<Server> {
  const { account, faults, clock, port, pageSize = Infinity } = options;
  const log = openRequestLog();
  let latestMilliseconds = 0;
  const nowOf = (requestMilliseconds: number | undefined): number => {
    latestMilliseconds = clock === "request" ? (requestMilliseconds ?? latestMilliseconds) : clock();
    return latestMilliseconds;
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { body, bytes } = await receive(request);
    const incoming = readIncoming(request.headers, body);
    const { operation, accessKeyId, place } = incoming;
    const timeMilliseconds = nowOf(incoming.timeMilliseconds);
    // The SDK sets its clock by this header: another time would move the client's next request.
    response.setHeader("date", new Date(timeMilliseconds).toUTCString());
    const fault = faults.draw(operation, body);
    log.add({
      ...{ operation, region: place.region, accessKeyId, bytes, timeMilliseconds, body },
      ...(fault === undefined ? {} : { fault: fault.kind }),
    });
    if (fault?.kind === "slow") await new Promise((resolve) => setTimeout(resolve, fault.milliseconds ?? 0));
    const spoil = fault === undefined ? undefined : spoilers[fault.kind];
    if (spoil !== undefined) {
      spoil(response);
      return;
    }
    const refused = fault === undefined ? undefined : refusalBy(fault, incoming);
    send(
      response,
      refused ?? answerTo(incoming, body, { account, pageSize, fault, nowSeconds: timeMilliseconds / 1000 }),
    );
  }

  async function inform(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    if (url.pathname === "/requests") {
      send(response, jsonAnswer(log.seen, "1.0"));
    } else if (url.pathname === "/faults" && request.method === "POST") {
      const given = (await receive(request)).body.split(/\s+/).filter((word) => word !== "");
      const read = given.flatMap((word) => readFault(word) ?? []);
      if (read.length === given.length) faults.set(read);
      send(response, read.length === given.length ? plain(200, "") : plain(400, "no such fault\n"));
    } else if (url.pathname === "/truth") {
      const question = readTruthQuestion(url.searchParams);
      const region = url.searchParams.get("region") ?? "eu-west-1";
      const accountId = url.searchParams.get("account") ?? ownAccount;
      if (question === undefined) send(response, plain(400, "namespace, metric, from and to are needed\n"));
      else send(response, jsonAnswer(truthOf(account, { region, accountId }, question), "1.0"));
    } else send(response, plain(404, "/truth, /requests, or an AWS client\n"));
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const isForUs = url.pathname === "/" && request.method === "POST";
    (isForUs ? answer(request, response) : inform(request, response, url)).catch((error: unknown) => {
      // A caller that went away needs no answer; a bug must not look like one of the faults.
      if (!response.headersSent && !response.destroyed)
        send(response, plain(500, `cw-sim: ${String(error)}\n`));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    log,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
