import { describe, expect, it } from "vitest";
import { amountOf } from "../../../src/ledger/amount.ts";
import { openLedger } from "../../../src/ledger/ledger.ts";
import type { State } from "../../../src/ledger/state.ts";
import { callsOf } from "../../../src/cli/config-calls.ts";
import { seenIn } from "../../../src/target/checks/seen.ts";
import type { Channel } from "../../../src/target/target.ts";
import { configOf } from "../../mrtg/config-world.ts";

function channelOf(commandLine: string): Channel {
  const [call] = callsOf(configOf(`Target[a]: \`cw-mrtg ${commandLine}\`\n`));
  if (call?.ok !== true) throw new Error(commandLine);
  return call.value.target.in;
}

const state = (entries: State["ledger"]["entries"]): State => ({
  identity: {},
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
