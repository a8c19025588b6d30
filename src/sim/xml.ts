/** XML as the Query protocol answers it. Pure. */
import type { HttpAnswer } from "./answer.ts";
import type { Refusal } from "./refusal.ts";

/** Text that stays text; what XML 1.0 cannot carry is left out. */
const escaped = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);

/** An element of text, or of elements that are written already. */
export const element = (name: string, content: string | readonly string[]): string =>
  `<${name}>${typeof content === "string" ? escaped(content) : content.join("")}</${name}>`;

export const xmlAnswer = (body: string, status = 200): HttpAnswer => ({
  status,
  headers: { "content-type": "text/xml;charset=UTF-8" },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
});

const requestId = "00000000-0000-4000-8000-000000000000";

/** EC2's own names for what other services call otherwise. */
const ec2Codes: Readonly<Record<string, readonly [code: string, status: number]>> = {
  Throttling: ["RequestLimitExceeded", 503],
  AccessDenied: ["UnauthorizedOperation", 403],
  InvalidClientTokenId: ["AuthFailure", 401],
  SignatureDoesNotMatch: ["AuthFailure", 401],
  ExpiredToken: ["RequestExpired", 400],
  InternalServiceError: ["InternalError", 500],
};

const forbidden = ["AccessDenied", "InvalidClientTokenId", "SignatureDoesNotMatch", "ExpiredToken"];

export function xmlRefusal({ code, message, httpStatus }: Refusal, service: string): HttpAnswer {
  if (service === "ec2") {
    const [name, status] = ec2Codes[code] ?? [code, httpStatus];
    const error = element("Error", [element("Code", name), element("Message", message)]);
    return xmlAnswer(
      element("Response", [element("Errors", [error]), element("RequestID", requestId)]),
      status,
    );
  }
  const error = element("Error", [
    element("Type", httpStatus >= 500 ? "Receiver" : "Sender"),
    element("Code", code),
    element("Message", message),
  ]);
  return xmlAnswer(
    element("ErrorResponse", [error, element("RequestId", requestId)]),
    forbidden.includes(code) ? 403 : httpStatus,
  );
}
