/** Metric math as text: what it says, not what it means. Pure. */
import { refuse } from "./refusal.ts";

export type Operator = "+" | "-" | "*" | "/" | "^" | "<" | ">" | "<=" | ">=" | "==" | "!=";

export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text"; readonly value: string }
  /** The result of another query. */
  | { readonly kind: "reference"; readonly id: string }
  | { readonly kind: "call"; readonly name: string; readonly operands: readonly Expression[] }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | {
      readonly kind: "operation";
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    };

const tokenPattern =
  /\s*(?:(\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+)|'([^']*)'|"([^"]*)"|([A-Za-z][A-Za-z0-9_]*)|(<=|>=|==|!=|[-+*/^<>()[\],]))/iy;

type Token =
  | { readonly kind: "number" | "text" | "name" | "sign"; readonly text: string }
  | { readonly kind: "end"; readonly text: "" };

function tokensOf(text: string, complain: (reason: string) => never): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(tokenPattern);
  while (text.slice(pattern.lastIndex).trim() !== "") {
    const place = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) return complain(`unexpected ${JSON.stringify(text.slice(place, place + 10))}`);
    const [, number, single, double, name, sign] = match;
    if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (name !== undefined) tokens.push({ kind: "name", text: name });
    else if (sign !== undefined) tokens.push({ kind: "sign", text: sign });
    else tokens.push({ kind: "text", text: single ?? double ?? "" });
  }
  return [...tokens, { kind: "end", text: "" }];
}

/** From the loosest binding to the tightest. */
const levels: readonly (readonly Operator[])[] = [
  ["<", ">", "<=", ">=", "==", "!="],
  ["+", "-"],
  ["*", "/"],
  ["^"],
];

/** Reads an expression or refuses it as CloudWatch does. */
export function parseExpression(text: string, id: string): Expression {
  const complain = (reason: string): never =>
    refuse("ValidationError", `Error in expression '${id}': ${reason}`);
  const tokens = tokensOf(text, complain);
  let place = 0;
  const peek = (): Token => tokens[place] ?? { kind: "end", text: "" };
  const take = (sign: string): boolean => {
    const isThere = peek().kind === "sign" && peek().text === sign;
    if (isThere) place++;
    return isThere;
  };
  const expect = (sign: string): void => {
    if (!take(sign)) complain(`expected ${sign} before ${JSON.stringify(peek().text)}`);
  };

  function series(end: string): Expression[] {
    const items: Expression[] = [];
    if (take(end)) return items;
    do items.push(level(0));
    while (take(","));
    expect(end);
    return items;
  }

  function primary(): Expression {
    const token = peek();
    place++;
    if (token.kind === "number") return { kind: "number", value: Number(token.text) };
    if (token.kind === "text") return { kind: "text", value: token.text };
    if (token.kind === "name")
      return take("(")
        ? { kind: "call", name: token.text.toUpperCase(), operands: series(")") }
        : { kind: "reference", id: token.text };
    if (token.text === "[") return { kind: "list", items: series("]") };
    if (token.text === "-")
      return { kind: "operation", operator: "-", left: { kind: "number", value: 0 }, right: primary() };
    if (token.text !== "(") return complain(`unexpected ${JSON.stringify(token.text)}`);
    const inner = level(0);
    expect(")");
    return inner;
  }

  function level(depth: number): Expression {
    const operators = levels[depth];
    if (operators === undefined) return primary();
    let left = level(depth + 1);
    for (;;) {
      const operator = operators.find((sign) => take(sign));
      if (operator === undefined) return left;
      left = { kind: "operation", operator, left, right: level(depth + 1) };
    }
  }

  const whole = level(0);
  return peek().kind === "end" ? whole : complain(`unexpected ${JSON.stringify(peek().text)}`);
}
