/** Whose account it is, as far as names tell without asking AWS. Pure. */

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * The account's number, which the id of an access key carries in bits 1 to 40 of its base32 part (observed by many,
 * undocumented). Keys made before 2019 have that part begin with 0, and carry none.
 */
export function accountOfKey(accessKeyId: string): string | undefined {
  const digits = /^A[KS]IA([A-Z2-7]{16})$/.exec(accessKeyId)?.[1];
  if (digits === undefined) return undefined;
  let bits = 0n;
  for (const digit of digits.slice(0, 10)) bits = bits * 32n + BigInt(alphabet.indexOf(digit));
  // 50 bits: one that tells the format, 40 of the account, 9 of the key.
  if (bits >> 49n === 0n) return undefined;
  const account = (bits >> 9n) & 0xff_ffff_ffffn;
  const digitsOfAccount = account.toString().padStart(12, "0");
  return digitsOfAccount.length === 12 ? digitsOfAccount : undefined;
}

/** `arn:aws:iam::123456789012:role/name` */
export const accountOfRole = (roleArn: string): string | undefined =>
  /^arn:[a-z-]+:iam::(\d{12}):role\//.exec(roleArn)?.[1];
