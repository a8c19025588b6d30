/** CloudFront, NAT gateways, VPN, Direct Connect, transit gateways. Pure data. */
import { averageAndMaximum, pair, type Service } from "./service.ts";

export const cloudfront: Service = {
  namespace: "AWS/CloudFront",
  word: "cloudfront",
  noun: "CloudFront distribution",
  dimensionSets: [["DistributionId", "Region"]],
  pairs: [
    pair("bytes", "Traffic", "traffic", ["BytesUploaded", "BytesDownloaded"], ["In", "Out"], {
      // Of all edge locations together.
      maximum: 1_000_000_000_000,
    }),
    pair("requests", "Requests", "operations", ["Requests"], ["Requests"]),
    pair("errors", "Errors among the requests", "percent", ["4xxErrorRate", "5xxErrorRate"], ["4xx", "5xx"], {
      sparse: "zero",
    }),
  ],
};

export const natGateway: Service = {
  namespace: "AWS/NATGateway",
  word: "nat",
  noun: "NAT gateway",
  dimensionSets: [["NatGatewayId"]],
  pairs: [
    pair(
      "bytes",
      "Traffic with the destinations",
      "traffic",
      ["BytesInFromDestination", "BytesOutToDestination"],
      ["In", "Out"],
    ),
    pair(
      "packets",
      "Packets",
      "operations",
      ["PacketsInFromDestination", "PacketsOutToDestination"],
      ["In", "Out"],
    ),
    averageAndMaximum("active", "Active connections", "level", "ActiveConnectionCount"),
    pair(
      "connections",
      "Connections",
      "events",
      ["ConnectionAttemptCount", "ConnectionEstablishedCount"],
      ["Attempted", "Established"],
    ),
    pair(
      "errors",
      "Port errors and dropped packets",
      "events",
      ["ErrorPortAllocation", "PacketsDropCount"],
      ["Port errors", "Dropped"],
    ),
  ],
};

export const vpn: Service = {
  namespace: "AWS/VPN",
  word: "vpn",
  noun: "VPN",
  dimensionSets: [["VpnId"], ["TunnelIpAddress"]],
  pairs: [
    // A tunnel carries 1.25 Gbit/s, ten tunnels with ECMP ten times as much.
    pair("bytes", "Tunnel traffic", "traffic", ["TunnelDataIn", "TunnelDataOut"], ["In", "Out"], {
      maximum: 1_562_500_000,
    }),
    pair("state", "Tunnel up", "state", ["TunnelState"], ["Up"], { aggregate: "minimum" }),
  ],
};

const connection = { dimensions: ["ConnectionId"] } as const;
const virtualInterface = { dimensions: ["ConnectionId", "VirtualInterfaceId"] } as const;

export const directConnect: Service = {
  namespace: "AWS/DX",
  word: "dx",
  noun: "Direct Connect connection",
  dimensionSets: [["ConnectionId"], ["ConnectionId", "VirtualInterfaceId"]],
  pairs: [
    pair("bytes", "Traffic", "bit-rate", ["ConnectionBpsIngress", "ConnectionBpsEgress"], ["In", "Out"], {
      ...connection,
      maximum: 400_000_000_000,
    }),
    pair(
      "packets",
      "Packets",
      "operations-rate",
      ["ConnectionPpsIngress", "ConnectionPpsEgress"],
      ["In", "Out"],
      connection,
    ),
    pair("errors", "Errors", "events", ["ConnectionErrorCount"], ["Errors"], connection),
    pair("state", "Connection up", "state", ["ConnectionState"], ["Up"], {
      ...connection,
      aggregate: "minimum",
    }),
    pair(
      "vifbytes",
      "Traffic",
      "bit-rate",
      ["VirtualInterfaceBpsIngress", "VirtualInterfaceBpsEgress"],
      ["In", "Out"],
      {
        ...virtualInterface,
        maximum: 400_000_000_000,
      },
    ),
    pair(
      "vifpackets",
      "Packets",
      "operations-rate",
      ["VirtualInterfacePpsIngress", "VirtualInterfacePpsEgress"],
      ["In", "Out"],
      virtualInterface,
    ),
  ],
};

export const transitGateway: Service = {
  namespace: "AWS/TransitGateway",
  word: "tgw",
  noun: "transit gateway",
  dimensionSets: [["TransitGateway"], ["TransitGateway", "TransitGatewayAttachment"]],
  pairs: [
    pair("bytes", "Traffic", "traffic", ["BytesIn", "BytesOut"], ["In", "Out"]),
    pair("packets", "Packets", "operations", ["PacketsIn", "PacketsOut"], ["In", "Out"]),
    pair(
      "drops",
      "Dropped packets",
      "events",
      ["PacketDropCountBlackhole", "PacketDropCountNoRoute"],
      ["Blackhole", "No route"],
    ),
  ],
};
