/** Plain data on its way out: what JSON and YAML can hold. */

export type Json = string | number | boolean | null | readonly Json[] | JsonRecord;
export type JsonRecord = { readonly [name: string]: Json };

/** Without what is null: left out, it says the same in the scenario language. */
export const given = (record: JsonRecord): JsonRecord => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
