/**
 * Which dimension names the resource of an ARN: tags hang on ARNs, metrics on dimensions. Pure.
 *
 * REST APIs are missing: their ARN holds an id, their metrics a name.
 */

/** By the ARN's service: what its resource part looks like, and the dimension that its group is the value of. */
const forms: ReadonlyMap<string, readonly (readonly [RegExp, string])[]> = new Map(
  Object.entries<readonly (readonly [RegExp, string])[]>({
    ec2: [
      [/^instance\/(.+)$/, "InstanceId"],
      [/^volume\/(.+)$/, "VolumeId"],
      [/^natgateway\/(.+)$/, "NatGatewayId"],
      [/^vpn-connection\/(.+)$/, "VpnId"],
      [/^transit-gateway\/(.+)$/, "TransitGateway"],
    ],
    rds: [
      [/^db:(.+)$/, "DBInstanceIdentifier"],
      [/^cluster:(.+)$/, "DBClusterIdentifier"],
    ],
    elasticloadbalancing: [
      [/^loadbalancer\/((?:app|net|gwy)\/.+)$/, "LoadBalancer"],
      [/^loadbalancer\/([^/]+)$/, "LoadBalancerName"],
      [/^(targetgroup\/.+)$/, "TargetGroup"],
    ],
    lambda: [[/^function:([^:]+)/, "FunctionName"]],
    sqs: [[/^([^:]+)$/, "QueueName"]],
    sns: [[/^([^:]+)$/, "TopicName"]],
    dynamodb: [[/^table\/([^/]+)$/, "TableName"]],
    s3: [[/^([^/]+)$/, "BucketName"]],
    cloudfront: [[/^distribution\/(.+)$/, "DistributionId"]],
    elasticfilesystem: [[/^file-system\/(.+)$/, "FileSystemId"]],
    elasticache: [[/^cluster:(.+)$/, "CacheClusterId"]],
    kinesis: [[/^stream\/(.+)$/, "StreamName"]],
    apigateway: [[/^\/apis\/([^/]+)$/, "ApiId"]],
    directconnect: [
      [/^dxcon\/(.+)$/, "ConnectionId"],
      [/^dxvif\/(.+)$/, "VirtualInterfaceId"],
    ],
    ecs: [[/^cluster\/([^/]+)$/, "ClusterName"]],
  }),
);

/** `arn:aws:ec2:eu-west-1:123456789012:instance/i-0` → InstanceId, i-0; undefined for what has no dimension. */
export function dimensionOf(arn: string): { readonly name: string; readonly value: string } | undefined {
  const [, , service = "", , , ...rest] = arn.split(":");
  const resource = rest.join(":");
  for (const [form, name] of forms.get(service) ?? []) {
    const value = form.exec(resource)?.[1];
    if (value !== undefined) return { name, value };
  }
  return undefined;
}
