/** What only the lean client's own transport can do wrong, on the wire. */
import { createServer as createRawServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { httpTransport, type Transport } from "../../src/cloudwatch/transport.ts";

let server: Server;
let transport: Transport;
const sockets = new Set<Socket>();

/** A server that answers each request by what this writes. */
async function serve(answer: (socket: Socket) => void, scheme = "http"): Promise<void> {
  server = createRawServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => sockets.delete(socket));
    socket.on("data", () => {
      answer(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  transport = httpTransport(new URL(`${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`));
}

afterEach(async () => {
  transport.close();
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await new Promise((resolve) => server.close(resolve));
});

const request = { method: "POST", path: "/", headers: { host: "x" }, body: "{}" };

const post = () => transport.send(request, AbortSignal.timeout(5_000));

it("uses a connection again", async () => {
  await serve((socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
  for (let times = 0; times < 3; times += 1) expect(await post()).toMatchObject({ ok: true });
  expect(sockets.size).toBe(1);
});

it("stops reading an endless answer", async () => {
  const chunk = "x".repeat(1024 * 1024);
  await serve((socket) => {
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n");
    const more = (): void => {
      if (!socket.destroyed) socket.write(chunk, more);
    };
    more();
  });
  expect(await post()).toEqual({ ok: false, failure: { kind: "too-large" } });
});

it("tells what is not HTTP by its code", async () => {
  await serve((socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n"));
  const answer = await post();
  expect(answer.ok || answer.failure.kind !== "broken" ? "" : answer.failure.code).toMatch(/^HPE_/);
});

it("is broken when the answer ends too early", async () => {
  await serve((socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}"));
  expect(await post()).toMatchObject({ ok: false, failure: { kind: "broken", code: "ECONNRESET" } });
});

it("is broken when TLS is asked of a server without", async () => {
  await serve((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"), "https");
  expect(await post()).toMatchObject({ ok: false, failure: { kind: "broken" } });
});

it("gives up at the deadline in mid-answer", async () => {
  await serve((socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}"));
  const answer = await transport.send(request, AbortSignal.timeout(50));
  expect(answer).toEqual({ ok: false, failure: { kind: "deadline" } });
});
