/** Load balancers, CloudFront, NAT gateways, VPN and Direct Connect. Pure data. */
import { bytes, durations, events, level, percent, type Line, type Service } from "./service.ts";

const idOf = (hex: string): string => hex.slice(0, 16);

const requests: readonly Line[] = [
  events("RequestCount", 900),
  durations("TargetResponseTime", "Seconds", 0.08, 900),
  events("HTTPCode_Target_2XX_Count", 880),
  events("HTTPCode_Target_4XX_Count", 7),
  events("HTTPCode_Target_5XX_Count", 1, 0.01),
];

export const applicationBalancer: Service = {
  namespace: "AWS/ApplicationELB",
  word: "shop",
  arn: ({ name, hex }) => ["elasticloadbalancing", `loadbalancer/app/${name}/${idOf(hex)}`],
  weight: 5,
  sets: [
    {
      dimensions: ({ name, hex }) => ({ LoadBalancer: `app/${name}/${idOf(hex)}` }),
      lines: [
        ...requests,
        bytes("ProcessedBytes", 38_000_000),
        level("ActiveConnectionCount", "Count", 420),
        events("HTTPCode_ELB_4XX_Count", 3, 0.3),
        events("HTTPCode_ELB_5XX_Count", 2, 0.004),
      ],
    },
    {
      dimensions: ({ name, hex }) => ({
        LoadBalancer: `app/${name}/${idOf(hex)}`,
        TargetGroup: `targetgroup/${name}/${idOf(hex)}`,
      }),
      lines: [...requests, level("HealthyHostCount", "Count", 3), level("UnHealthyHostCount", "Count", 0)],
    },
  ],
};

export const networkBalancer: Service = {
  namespace: "AWS/NetworkELB",
  word: "tcp",
  arn: ({ name, hex }) => ["elasticloadbalancing", `loadbalancer/net/${name}/${idOf(hex)}`],
  weight: 2,
  sets: [
    {
      dimensions: ({ name, hex }) => ({ LoadBalancer: `net/${name}/${idOf(hex)}` }),
      lines: [
        bytes("ProcessedBytes", 77_000_000),
        level("ActiveFlowCount", "Count", 350),
        bytes("NewFlowCount", 800, "Count"),
        bytes("TCP_Client_Reset_Count", 12, "Count"),
        bytes("TCP_Target_Reset_Count", 4, "Count"),
      ],
    },
  ],
};

export const classicBalancer: Service = {
  namespace: "AWS/ELB",
  word: "classic",
  arn: ({ name }) => ["elasticloadbalancing", `loadbalancer/${name}`],
  weight: 2,
  sets: [
    {
      dimensions: ({ name }) => ({ LoadBalancerName: name }),
      lines: [
        events("RequestCount", 240),
        durations("Latency", "Seconds", 0.11, 240),
        events("HTTPCode_Backend_4XX", 4),
        events("HTTPCode_Backend_5XX", 1, 0.01),
        level("HealthyHostCount", "Count", 2),
      ],
    },
  ],
};

export const cloudFront: Service = {
  namespace: "AWS/CloudFront",
  word: "cdn",
  arn: ({ hex }) => ["cloudfront", `distribution/E${hex.slice(0, 13).toUpperCase()}`],
  weight: 2,
  region: "us-east-1",
  sets: [
    {
      dimensions: ({ hex }) => ({
        DistributionId: `E${hex.slice(0, 13).toUpperCase()}`,
        Region: "Global",
      }),
      lines: [
        bytes("Requests", 5200, "None"),
        bytes("BytesDownloaded", 290_000_000, "None"),
        bytes("BytesUploaded", 1_100_000, "None"),
        percent("4xxErrorRate", 1.2),
        percent("5xxErrorRate", 0.05),
      ],
    },
  ],
};

export const natGateway: Service = {
  namespace: "AWS/NATGateway",
  word: "nat",
  arn: ({ hex }) => ["ec2", `natgateway/nat-${hex}`],
  weight: 2,
  sets: [
    {
      dimensions: ({ hex }) => ({ NatGatewayId: `nat-${hex}` }),
      lines: [
        bytes("BytesInFromSource", 6_000_000),
        bytes("BytesOutToDestination", 6_000_000),
        bytes("BytesInFromDestination", 51_000_000),
        bytes("BytesOutToSource", 51_000_000),
        level("ActiveConnectionCount", "Count", 190),
        bytes("ErrorPortAllocation", 0, "Count"),
      ],
    },
  ],
};

export const vpn: Service = {
  namespace: "AWS/VPN",
  word: "office",
  arn: ({ hex }) => ["ec2", `vpn-connection/vpn-${hex}`],
  weight: 1,
  sets: [
    {
      dimensions: ({ hex }) => ({ VpnId: `vpn-${hex}` }),
      lines: [
        bytes("TunnelDataIn", 2_000_000),
        bytes("TunnelDataOut", 7_000_000),
        level("TunnelState", "None", 1, 1),
      ],
    },
  ],
};

export const directConnect: Service = {
  namespace: "AWS/DX",
  word: "line",
  arn: ({ hex }) => ["directconnect", `dxcon/dxcon-${hex.slice(0, 8)}`],
  weight: 1,
  sets: [
    {
      dimensions: ({ hex }) => ({ ConnectionId: `dxcon-${hex.slice(0, 8)}` }),
      lines: [
        level("ConnectionBpsIngress", "Bits/Second", 180_000_000),
        level("ConnectionBpsEgress", "Bits/Second", 95_000_000),
        level("ConnectionState", "None", 1, 1),
      ],
    },
  ],
};
