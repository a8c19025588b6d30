/** Both clients keep the one contract. */
import { describe } from "vitest";
import { itKeepsTheContract } from "./client-contract.ts";

describe("the lean client", () => {
  itKeepsTheContract({});
});

describe("the client with the SDK", () => {
  itKeepsTheContract({ CW_MRTG_CLIENT: "sdk" });
});
