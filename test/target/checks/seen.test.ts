import { describe, expect, it } from "vitest";
import { amountOf } from "../../../src/ledger/amount.ts";
import { openLedger } from "../../../src/ledger/ledger.ts";
import type { State } from "../../../src/ledger/state.ts";
import { callsOf } from "../../../src/cli/config-calls.ts";
import { isStateOf, seenIn } from "../../../src/target/checks/seen.ts";
import type { Channel } from "../../../src/target/target.ts";
import { configOf } from "../../mrtg/config-world.ts";

function channelOf(commandLine: string): Channel {
  const [call] = callsOf(configOf(`Target[a]: \`cw-mrtg ${commandLine}\`\n`));
  if (call?.ok !== true) throw new Error(commandLine);
  return call.value.target.in;
}

const state = (entries: State["ledger"]["entries"], identity: State["identity"] = {}): State => ({
  identity,
  readers: {},
  ledger: { ...openLedger(0, 0, 300), entries },
});

describe("seenIn", () => {
  it("makes a rate of sums", () => {
    const entries = [{ timeSeconds: 300, value: amountOf(600) }];
    expect(seenIn(channelOf("--scale 8 A B N"), state(entries))).toEqual([16]);
  });

  it("divides an average by its samples", () => {
    const entries = [{ timeSeconds: 300, value: amountOf(50), samples: amountOf(5) }];
    expect(seenIn(channelOf("--aggregate average A B N"), state(entries))).toEqual([10]);
  });

  it("takes the length of the datapoint where it has its own", () => {
    const entries = [{ timeSeconds: 300, value: amountOf(600), periodSeconds: 60 }];
    expect(seenIn(channelOf("A B N"), state(entries))).toEqual([10]);
  });
});

describe("isStateOf", () => {
  const identity = {
    region: "eu-west-1",
    namespace: "N",
    metric: "A",
    dimensions: [
      ["X", "1"],
      ["Y", "2"],
    ],
    period: 300,
    aggregate: "sum",
  };

  it("knows a metric whatever order its dimensions have", () => {
    expect(isStateOf(channelOf("A B N Y=2 X=1"), state([], identity))).toBe(true);
  });

  it.each(["A B N X=1", "B A N X=1 Y=2", "--period 60 A B N X=1 Y=2", "--unit Bytes A B N X=1 Y=2"])(
    "takes no other metric for it: %s",
    (commandLine) => {
      expect(isStateOf(channelOf(commandLine), state([], identity))).toBe(false);
    },
  );
});
