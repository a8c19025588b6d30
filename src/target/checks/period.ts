/** A period finer than the one in which the metric is published: datapoints that never come. */
import { publishedPeriodSeconds } from "../../cloudwatch/published-period.ts";
import { channelsOf, metricsOf, ofEveryCall, type TargetCheck } from "./check.ts";

export const period: TargetCheck = {
  name: "period",
  find: (_config, calls) =>
    ofEveryCall(calls, (call) =>
      channelsOf(call).flatMap(([, channel]) =>
        metricsOf(channel).flatMap((metric) => {
          const { periodSeconds } = channel;
          const published = publishedPeriodSeconds(metric);
          return published === undefined || periodSeconds >= published.seconds
            ? []
            : [
                {
                  message: `--period ${periodSeconds}: ${metric.namespace} ${metric.name} has one datapoint in ${published.seconds} seconds${published.unless === undefined ? "" : ` (${published.unless} apart)`}`,
                  remedy: `give --period ${published.seconds}`,
                },
              ];
        }),
      ),
    ),
};
