/** Application, Network and classic load balancers. Pure data. */
import { averageAndMaximum, averageAndSlowest, pair, type Service } from "./service.ts";

const balancer = { dimensions: ["LoadBalancer"] } as const;
const group = { dimensions: ["LoadBalancer", "TargetGroup"] } as const;

/** Fewest healthy, most unhealthy: an average hides the minute that mattered. */
const hosts = { aggregate: "minimum,maximum", maximum: 100_000 } as const;

export const alb: Service = {
  namespace: "AWS/ApplicationELB",
  word: "alb",
  noun: "Application Load Balancer",
  dimensionSets: [["LoadBalancer"], ["LoadBalancer", "TargetGroup"]],
  pairs: [
    pair("requests", "Requests", "operations", ["RequestCount", "HTTPCode_Target_2XX_Count"], ["All", "2xx"]),
    pair(
      "errors",
      "Errors of the targets",
      "events",
      ["HTTPCode_Target_4XX_Count", "HTTPCode_Target_5XX_Count"],
      ["4xx", "5xx"],
    ),
    pair(
      "elberrors",
      "Errors of the balancer",
      "events",
      ["HTTPCode_ELB_4XX_Count", "HTTPCode_ELB_5XX_Count"],
      ["4xx", "5xx"],
      balancer,
    ),
    averageAndSlowest("latency", "Response time of the targets", "seconds", "TargetResponseTime"),
    pair("bytes", "Processed traffic", "traffic", ["ProcessedBytes"], ["Processed"], balancer),
    pair(
      "connections",
      "New and rejected connections",
      "events",
      ["NewConnectionCount", "RejectedConnectionCount"],
      ["New", "Rejected"],
      balancer,
    ),
    pair("hosts", "Targets", "level", ["HealthyHostCount", "UnHealthyHostCount"], ["Healthy", "Unhealthy"], {
      ...group,
      ...hosts,
    }),
  ],
};

export const nlb: Service = {
  namespace: "AWS/NetworkELB",
  word: "nlb",
  noun: "Network Load Balancer",
  dimensionSets: [["LoadBalancer"], ["LoadBalancer", "TargetGroup"]],
  pairs: [
    pair("bytes", "Processed traffic", "traffic", ["ProcessedBytes"], ["Processed"], balancer),
    pair("packets", "Processed packets", "operations", ["ProcessedPackets"], ["Processed"], balancer),
    averageAndMaximum("active", "Active flows", "level", "ActiveFlowCount", { ...balancer, sparse: "zero" }),
    pair("flows", "New flows", "operations", ["NewFlowCount", "NewFlowCount_TLS"], ["All", "TLS"], balancer),
    pair(
      "resets",
      "Resets",
      "events",
      ["TCP_Client_Reset_Count", "TCP_Target_Reset_Count"],
      ["By clients", "By targets"],
      balancer,
    ),
    pair("hosts", "Targets", "level", ["HealthyHostCount", "UnHealthyHostCount"], ["Healthy", "Unhealthy"], {
      ...group,
      ...hosts,
    }),
  ],
};

export const elb: Service = {
  namespace: "AWS/ELB",
  word: "elb",
  noun: "Classic Load Balancer",
  dimensionSets: [["LoadBalancerName"]],
  pairs: [
    pair("requests", "Requests", "operations", ["RequestCount", "HTTPCode_Backend_2XX"], ["All", "2xx"]),
    pair(
      "errors",
      "Errors of the instances",
      "events",
      ["HTTPCode_Backend_4XX", "HTTPCode_Backend_5XX"],
      ["4xx", "5xx"],
    ),
    pair(
      "elberrors",
      "Errors of the balancer",
      "events",
      ["HTTPCode_ELB_4XX", "HTTPCode_ELB_5XX"],
      ["4xx", "5xx"],
    ),
    averageAndSlowest("latency", "Response time of the instances", "seconds", "Latency"),
    pair("bytes", "Processed traffic", "traffic", ["EstimatedProcessedBytes"], ["Processed"]),
    pair("queue", "Surge queue length", "level", ["SurgeQueueLength"], ["Longest"], {
      aggregate: "maximum",
      sparse: "zero",
    }),
    pair(
      "spillover",
      "Spillover and connection errors",
      "events",
      ["SpilloverCount", "BackendConnectionErrors"],
      ["Spillover", "Errors"],
    ),
    pair(
      "hosts",
      "Instances",
      "level",
      ["HealthyHostCount", "UnHealthyHostCount"],
      ["Healthy", "Unhealthy"],
      hosts,
    ),
  ],
};
