/**
 * The language of `--filter`: what a graph must be to be written. A comparison is FIELD OP VALUE; `&&`, `||`, `!` and
 * parentheses join them. Nothing of it is ever run as code. Pure.
 *
 *   namespace == "AWS/EC2" && tag.env =~ /^prod/i && !(metric =~ /Status/)
 *
 * Fields: region, account, namespace, metric (either of the two), pair, resource, name, type (of the instance),
 * dimension.NAME, tag.KEY or tag."KEY"; a field that is not there is empty. Operators: == != =~ !~ and a field alone,
 * which asks that it is not empty. Values: "text" or a word; after =~ and !~ also /regular expression/ with i.
 */
import { failure, success, type Result } from "../result.ts";

/** The values of a field: several for `metric`, none for what is not there. */
export type Fields = (field: string) => readonly string[];
export type Filter = (fields: Fields) => boolean;

const plainFields = ["region", "account", "namespace", "metric", "pair", "resource", "name", "type"];

interface Token {
  readonly kind: "operator" | "text" | "regexp" | "word" | "field";
  readonly text: string;
  readonly flags?: string;
}

const forms: readonly (readonly [RegExp, (match: readonly string[]) => Token])[] = [
  [/^(?:&&|\|\||==|!=|=~|!~|[!()])/, ([text = ""]) => ({ kind: "operator", text })],
  [
    /^((?:tag|dimension)\.)"((?:[^"\\]|\\.)*)"/,
    ([, head = "", name = ""]) => ({ kind: "field", text: head + unescape(name) }),
  ],
  [/^"((?:[^"\\]|\\.)*)"/, ([, text = ""]) => ({ kind: "text", text: unescape(text) })],
  [/^\/((?:[^/\\]|\\.)+)\/(i?)/, ([, text = "", flags = ""]) => ({ kind: "regexp", text, flags })],
  [/^[^\s&|=!()"~]+/, ([text = ""]) => ({ kind: "word", text })],
];

const unescape = (text: string): string => text.replace(/\\(.)/g, "$1");

/** Leaves the descent at the first thing that makes no sense; caught in parseFilter only. */
class Nonsense extends Error {}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let rest = text.trimStart();
  while (rest !== "") {
    const [form, meaning] = forms.find(([each]) => each.test(rest)) ?? [];
    const match = form?.exec(rest);
    if (match === undefined || match === null || meaning === undefined)
      throw new Nonsense(`"${rest.slice(0, 20)}" makes no sense`);
    tokens.push(meaning(match));
    rest = rest.slice(match[0].length).trimStart();
  }
  return tokens;
}

class Descent {
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  whole(): Filter {
    const filter = this.either();
    const rest = this.tokens[this.at];
    if (rest !== undefined) throw new Nonsense(`"${rest.text}" is one too many`);
    return filter;
  }

  private takes(...operators: readonly string[]): string | undefined {
    const token = this.tokens[this.at];
    if (token?.kind !== "operator" || !operators.includes(token.text)) return undefined;
    this.at += 1;
    return token.text;
  }

  private either(): Filter {
    const filters = [this.both()];
    while (this.takes("||") !== undefined) filters.push(this.both());
    return (fields) => filters.some((filter) => filter(fields));
  }

  private both(): Filter {
    const filters = [this.not()];
    while (this.takes("&&") !== undefined) filters.push(this.not());
    return (fields) => filters.every((filter) => filter(fields));
  }

  private not(): Filter {
    if (this.takes("!") !== undefined) {
      const filter = this.not();
      return (fields) => !filter(fields);
    }
    if (this.takes("(") === undefined) return this.comparison();
    const filter = this.either();
    if (this.takes(")") === undefined) throw new Nonsense("a ) is missing");
    return filter;
  }

  private comparison(): Filter {
    const field = this.tokens[this.at];
    if (field?.kind !== "word" && field?.kind !== "field")
      throw new Nonsense(
        field === undefined ? "something is missing at its end" : `"${field.text}" is no field`,
      );
    if (!plainFields.includes(field.text) && !/^(?:tag|dimension)\../s.test(field.text))
      throw new Nonsense(`"${field.text}" is no field: ${plainFields.join(", ")}, dimension.NAME, tag.KEY`);
    this.at += 1;
    const operator = this.takes("==", "!=", "=~", "!~");
    if (operator === undefined) return (fields) => fields(field.text).some((value) => value !== "");
    const matches = this.value(operator);
    const any: Filter = (fields) => {
      const values = fields(field.text);
      return (values.length === 0 ? [""] : values).some(matches);
    };
    return operator.startsWith("!") ? (fields) => !any(fields) : any;
  }

  private value(operator: string): (value: string) => boolean {
    const token = this.tokens[this.at];
    this.at += 1;
    if (token === undefined || token.kind === "operator")
      throw new Nonsense(`a value is missing after ${operator}`);
    if (operator.endsWith("~")) {
      const pattern = new RegExp(token.text, token.flags ?? "");
      return (value) => pattern.test(value);
    }
    if (token.kind === "regexp")
      throw new Nonsense(`${operator} takes a text; a regular expression goes with =~`);
    return (value) => value === token.text;
  }
}

/** Fails with what is wrong, in one line. */
export function parseFilter(text: string): Result<Filter, string> {
  try {
    return success(new Descent(tokensOf(text)).whole());
  } catch (error) {
    if (error instanceof Nonsense || error instanceof SyntaxError) return failure(error.message);
    throw error;
  }
}
