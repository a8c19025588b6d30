/** The estimated bill. It exists in us-east-1 only. Pure data. */
import { pair, type Service } from "./service.ts";

const hourSeconds = 3600;

export const billing: Service = {
  namespace: "AWS/Billing",
  word: "billing",
  noun: "bill",
  dimensionSets: [["Currency"], ["Currency", "ServiceName"], ["Currency", "LinkedAccount"]],
  pairs: [
    pair("charges", "Estimated charges of the month", "money", ["EstimatedCharges"], ["So far"], {
      // Published several times a day, and begins at zero every month.
      periodSeconds: 6 * hourSeconds,
      lagSeconds: 0,
      lookbackSeconds: 48 * hourSeconds,
      sparse: "hold",
    }),
  ],
};
