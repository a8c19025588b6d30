/** All services of which it is known what belongs together. Pure data. */
import { billing } from "./billing.ts";
import { ebs, ec2, ecs, lambda } from "./compute.ts";
import { dynamodb, elasticache, rds } from "./databases.ts";
import { alb, elb, nlb } from "./load-balancers.ts";
import { apiGateway, kinesis, sns, sqs } from "./messaging.ts";
import { cloudfront, directConnect, natGateway, transitGateway, vpn } from "./networks.ts";
import type { Service } from "./service.ts";
import { efs, s3 } from "./storage.ts";

export const services: readonly Service[] = [
  ...[ec2, ebs, rds, alb, nlb, elb, lambda, sqs, sns, dynamodb, s3, cloudfront, natGateway, efs, elasticache],
  ...[kinesis, apiGateway, vpn, directConnect, billing, ecs, transitGateway],
];

export const serviceOf = (namespace: string): Service | undefined =>
  services.find((service) => service.namespace === namespace);
