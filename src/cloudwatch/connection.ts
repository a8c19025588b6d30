/** How CloudWatch is reached and as whom, as the user said it: names, never secrets. Pure. */

/** Empty when the standard AWS chain decides. */
export interface ConnectionOptions {
  readonly region?: string;
  readonly profile?: string;
  readonly roleArn?: string;
  readonly externalId?: string;
  readonly endpointUrl?: string;
  readonly dualstack: boolean;
  readonly fips: boolean;
}
