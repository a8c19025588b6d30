/** Findings as text for people and as JSON for programs. Pure. */
import type { Finding } from "../mrtg/checks/check.ts";

/** Words of other people's stand in findings: never a second line, never a control character. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ");

export const inOrder = (findings: readonly Finding[], files: readonly string[]): readonly Finding[] => {
  const rank = (file: string): number => (files.includes(file) ? files.indexOf(file) : files.length);
  return findings.toSorted((a, b) => rank(a.place.file) - rank(b.place.file) || a.place.line - b.place.line);
};

function findingText({ check, place, target, message, remedy }: Finding): string {
  const at = `${place.file}:${place.line}: ${target === undefined ? "" : `[${target}] `}`;
  return `${oneLine(`${at}${message} (${check})`)}\n    ${oneLine(remedy)}\n`;
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;

export const findingsText = (findings: readonly Finding[], file: string, targets: number): string =>
  findings.length === 0
    ? oneLine(`${file}: ${counted(targets, "target")}, nothing wrong found`) + "\n"
    : findings.map(findingText).join("") +
      oneLine(`${file}: ${counted(targets, "target")}, ${counted(findings.length, "finding")}`) +
      "\n";

export const findingsJson = (findings: readonly Finding[], file: string): string =>
  `${JSON.stringify(
    {
      file,
      findings: findings.map(({ check, place, target, message, remedy }) => ({
        check,
        file: place.file,
        line: place.line,
        ...(target === undefined ? {} : { target }),
        message,
        remedy,
      })),
    },
    undefined,
    2,
  )}\n`;
