/** The sum in the given order, 0 for none. Pure; amounts of a ledger are bigints and have no place here. */
export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
