/** What a configuration costs a month, for people and for programs. Pure. */
import { freeRequests, type Cost } from "../cloudwatch/prices.ts";

export interface CostReport {
  readonly file: string;
  readonly intervalSeconds: number;
  /** Targets that call cw-mrtg, and the distinct commands they have. */
  readonly targets: number;
  readonly commands: number;
  /** Commands that could not be read, and so are not counted. */
  readonly unread: number;
  /** Each command asks for itself. */
  readonly alone: Cost;
  /** cw-collect asks for all, and for what several targets need only once. */
  readonly collected: Cost;
}

const amount = (value: number): string => Math.round(value).toLocaleString("en-US");
const usd = (value: number): string =>
  value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

function rows(title: string, cost: Cost): readonly string[] {
  const { statistics, data } = cost;
  const row = (name: string, count: string, price: number): string =>
    `  ${name.padEnd(42)}${count.padStart(22)}${usd(price).padStart(12)}`;
  const lower = data.fiveAsOne.amount === data.everyStatistic.amount;
  return [
    `${title.padEnd(44)}${"a month".padStart(22)}${"USD".padStart(12)}`,
    row("GetMetricStatistics", `${amount(statistics.amount)} requests`, statistics.usd),
    ...(statistics.metricsByData > 0
      ? [
          row("  and GetMetricData, which alone can", `${amount(statistics.metricsByData)} metrics`, 0).slice(
            0,
            66,
          ),
        ]
      : []),
    row(
      "GetMetricData, every statistic a metric",
      `${amount(data.everyStatistic.amount)} metrics`,
      data.everyStatistic.usd,
    ),
    ...(lower
      ? []
      : [
          row(
            "GetMetricData, five statistics one metric",
            `${amount(data.fiveAsOne.amount)} metrics`,
            data.fiveAsOne.usd,
          ),
        ]),
  ];
}

const verdicts: Readonly<Record<Cost["cheaper"], string>> = {
  statistics: "cheaper: GetMetricStatistics",
  data: "cheaper: GetMetricData",
  same: "both cost the same",
};

const isSame = (a: Cost, b: Cost): boolean => JSON.stringify(a) === JSON.stringify(b);

export function costText(report: CostReport): string {
  const { file, intervalSeconds, targets, commands, unread, alone, collected } = report;
  const share = alone.statistics.freeShare * 100;
  return [
    `${file}: ${targets} targets, ${commands} distinct commands, every ${intervalSeconds} s: ${amount(alone.roundsAMonth)} rounds in 30 days`,
    ...(unread > 0 ? [`not counted: ${unread} that cannot be read (see cw-check ${file})`] : []),
    "",
    ...rows("each command by itself", alone),
    ...(isSame(alone, collected) ? [] : ["", ...rows("all together by cw-collect", collected)]),
    "",
    `free: ${share.toFixed(1)} % of the ${amount(freeRequests)} requests of GetMetricStatistics an account has a month`,
    verdicts[alone.cheaper],
    "",
  ].join("\n");
}

export const costJson = (report: CostReport): string => `${JSON.stringify(report, undefined, 2)}\n`;
