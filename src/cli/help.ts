/** The help of an executable, made from its option table: at most 80 columns wide. Pure text. */
import { optionsOf, type CommandSpec, type OptionSpec } from "./options.ts";

const width = 80;

function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > columns) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}

const heading = ({ name, short, value }: OptionSpec): string =>
  `  ${short === undefined ? "" : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`;

export function helpText(spec: CommandSpec): string {
  const options = optionsOf(spec);
  const column = Math.min(27, Math.max(...options.map((option) => heading(option).length)) + 2);
  const described = options.flatMap((option) => {
    const [first = "", ...rest] = wrap(option.help, width - column);
    const head = heading(option);
    const indent = " ".repeat(column);
    const fits = head.length + 2 <= column;
    return [
      ...(fits ? [head.padEnd(column) + first] : [head, indent + first]),
      ...rest.map((line) => indent + line),
    ];
  });
  return [
    ...spec.usage.map((line, index) => `${index === 0 ? "usage:" : "      "} ${spec.name} ${line}`),
    ...wrap(spec.summary, width),
    "",
    ...described,
    "",
    ...spec.examples,
    "",
  ].join("\n");
}
