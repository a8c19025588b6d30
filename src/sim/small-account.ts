/** The account that is there when nothing is said: a shop of a few machines in eu-west-1. Pure. */
import { joined, worldOf } from "./catalogue/catalogue.ts";
import { ec2, lambda } from "./catalogue/compute.ts";
import { sqs } from "./catalogue/messaging.ts";
import { applicationBalancer } from "./catalogue/networks.ts";
import type { Service } from "./catalogue/service.ts";
import { rds } from "./catalogue/storage.ts";
import { trafficSource } from "./traffic.ts";
import type { World } from "./world.ts";

const region = "eu-west-1";

const one = (service: Service, name: string, hex: string, env: string, type?: string): World =>
  worldOf({
    ...{ service, name, hex, region },
    tags: [
      { key: "Name", value: name },
      { key: "env", value: env },
    ],
    ...(type === undefined ? {} : { type }),
  });

/** A metric of the shop's own, sampled every ten seconds. */
const checkouts: World = {
  resources: [],
  metrics: [
    {
      metric: { namespace: "Shop", name: "Checkouts", dimensions: [{ name: "Resolution", value: "high" }] },
      unit: "Count",
      region,
      source: (key) => trafficSource({ kind: "events", mean: 3, stepSeconds: 10, share: 0.6 }, key),
    },
  ],
};

export const smallAccount = (): World =>
  joined([
    one(ec2, "web-1", "0123456789abcdef0", "prod", "m5.large"),
    one(ec2, "web-2", "0fedcba9876543210", "prod", "m5.large"),
    one(ec2, "staging", "00aa11bb22cc33dd4", "test", "t3.micro"),
    one(applicationBalancer, "shop", "50dc6c495c0c9188", "prod"),
    one(rds, "orders", "0", "prod"),
    one(sqs, "mail", "0", "prod"),
    one(lambda, "resize-images", "0", "test"),
    checkouts,
  ]);
