/** A target as the command line describes it: what to read from CloudWatch, and how. Plain values. */
import type { ConnectionOptions } from "../cloudwatch/connection.ts";
import type { ApiOption } from "../cloudwatch/choice.ts";
import type { Subject } from "../cloudwatch/source.ts";
import type { Aggregate } from "../cloudwatch/statistic.ts";
import type { Scale } from "../ledger/amount.ts";
import type { MissingPolicy, ReadingType } from "../ledger/reader.ts";

/** One of the two lines of a reading. */
export type Channel = Subject & {
  readonly unit?: string;
  /** The account the metric belongs to, where it is not the credentials' own. */
  readonly accountId?: string;
  readonly aggregate: Aggregate;
  readonly periodSeconds: number;
  readonly type: ReadingType;
  readonly perSecond: boolean;
  readonly scale: Scale;
  /** As typed: part of what a reader of the ledger is known by. */
  readonly scaleSpelling: string;
  /** `auto`: learned from how late the metric's datapoints change. */
  readonly lag: number | "auto";
  readonly lookbackSeconds: number;
  readonly recountSeconds: number;
  readonly holdSeconds: number;
  readonly missing?: MissingPolicy;
};

export interface Target {
  readonly in: Channel;
  /** Undefined for METRIC_OUT `-`: the line prints 0. */
  readonly out?: Channel;
  readonly connection: ConnectionOptions;
  readonly api: ApiOption;
  readonly accountId?: string;
  readonly stateDirectory?: string;
  readonly timeoutSeconds: number;
}
