/** Whether each command knows its region and has credentials, as far as that can be told without asking. */
import { ofEveryCall, type TargetCheck } from "./check.ts";

export const connection: TargetCheck = {
  name: "connection",
  find: (_config, calls, { reach }) =>
    ofEveryCall(calls, (call) => {
      const way = reach(call);
      if (way.kind === "failed")
        return [{ message: way.message, remedy: way.hint ?? "see cw-mrtg --debug with the same arguments" }];
      return way.hasCredentials
        ? []
        : [
            {
              message: `no credentials for ${way.region}: neither in the environment nor in AWS's files, and this is no machine of AWS's`,
              remedy: "give --profile, or write AWS_SHARED_CREDENTIALS_FILE=… before cw-mrtg",
            },
          ];
    }),
};
