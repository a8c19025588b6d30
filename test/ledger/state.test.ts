import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseState } from "../../src/ledger/state-reader.ts";
import { formatState, type State } from "../../src/ledger/state.ts";

const seconds = fc.integer({ min: 0, max: 4_000_000_000 });
const amount = fc.bigInt({ min: -(10n ** 45n), max: 10n ** 45n });
const entry = fc.record(
  { value: amount, samples: amount, periodSeconds: seconds, changedSeconds: seconds },
  { requiredKeys: ["value"] },
);

const reader = fc.record(
  {
    position: amount,
    previous: amount,
    answer: fc.string(),
    answeredSeconds: seconds,
    value: fc.string(),
    whole: fc.boolean(),
    keepSeconds: seconds,
    lagSeconds: seconds,
  },
  {
    requiredKeys: ["position", "previous", "answer", "answeredSeconds", "value", "whole", "keepSeconds"],
  },
);

const times = fc.record(
  { lastSeenSeconds: seconds, changedSeconds: seconds, answeredSeconds: seconds },
  { requiredKeys: [] },
);

const state: fc.Arbitrary<State> = fc
  .record({
    periodSeconds: fc.integer({ min: 1, max: 86_400 }),
    openedSeconds: seconds,
    beginsSeconds: seconds,
    horizonSeconds: seconds,
    closed: amount,
    entries: fc.array(entry, { maxLength: 5 }),
    times,
    readers: fc.dictionary(fc.string(), reader, { maxKeys: 3 }),
    lost: fc.record(
      {
        lostSeconds: seconds,
        absence: fc.record(
          {
            lookedUpSeconds: seconds,
            wrong: fc.record({ reason: fc.string(), instead: fc.array(fc.string()) }),
          },
          { requiredKeys: ["lookedUpSeconds"] },
        ),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ entries, readers, lost, times, ...ledger }) => ({
    identity: { region: "eu-west-1" },
    ledger: {
      ...ledger,
      entries: entries.map((each, index) => ({
        ...each,
        timeSeconds: ledger.horizonSeconds + index * ledger.periodSeconds,
      })),
      lateness: [{ hourSeconds: ledger.openedSeconds, counts: { "15": 3 } }],
      tallies: [{ startSeconds: 3600, sum: ledger.closed, late: 1, revised: 0 }],
      ...times,
    },
    readers: { ...readers },
    ...lost,
  }));

describe("a state file", () => {
  test("says again what was written into it, to the last digit", () => {
    fc.assert(
      fc.property(state, (written) => {
        const read = parseState(formatState(written));
        expect(read.ok && read.value).toEqual(written);
      }),
      { numRuns: 200 },
    );
  });

  const good = formatState({
    identity: {},
    ledger: {
      periodSeconds: 300,
      openedSeconds: 900,
      beginsSeconds: 600,
      horizonSeconds: 600,
      closed: 5n,
      entries: [{ timeSeconds: 600, value: 1n }],
      lateness: [],
      tallies: [],
    },
    readers: {},
  });

  test.each([
    ["empty", ""],
    ["cut in the middle", good.slice(0, good.length / 2)],
    ["another program's JSON", '{"a":1}'],
    ["a list", "[]"],
    ["null", "null"],
    ["zeros, as a disk leaves them after a crash", "\0".repeat(200)],
    ["with an amount that is none", good.replace('"closed":"0.000000000000000005"', '"closed":"lots"')],
    ["with an entry before the horizon", good.replace("[[600", "[[599")],
    ["with a period of zero", good.replace('"period":300', '"period":0')],
    ["with a fractional time", good.replace("[[600", "[[600.5")],
  ])("that is %s is corrupt", (_, content) => {
    expect(content).not.toBe(good);
    const read = parseState(content);
    expect(read.ok || read.failure.kind).toBe("corrupt");
  });

  test("of a later version is neither read nor taken for corrupt", () => {
    const read = parseState(good.replace('"version":1', '"version":2'));
    expect(read.ok || read.failure).toEqual({ kind: "newer", version: 2 });
  });

  test("with fields that a later program added is read", () => {
    expect(parseState(good.replace('{"version":1', '{"version":1,"more":[1]')).ok).toBe(true);
  });

  test("of version 1 as first released is read for ever", () => {
    const first =
      '{"version":1,"identity":{"region":"eu-west-1"},"ledger":{"period":300,"opened":1930003200,"begins":1930002300,"horizon":1930002300,"closed":"12.5","entries":[[1930002300,"7","5"],[1930002600,"8",null,3600]],"lastSeen":1930002600,"changed":1930003200,"answered":1930003200},"readers":{"absolute scale=1 lag=0":{"position":"27","previous":"0","answer":"27","at":1930003200,"value":"27","whole":true,"keep":3600}}}';
    const read = parseState(first);
    expect(read.ok && read.value.ledger.entries).toEqual([
      { timeSeconds: 1930002300, value: 7n * 10n ** 18n, samples: 5n * 10n ** 18n },
      { timeSeconds: 1930002600, value: 8n * 10n ** 18n, periodSeconds: 3600 },
    ]);
  });
});
