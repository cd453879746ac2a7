/** As large as the largest import; the largest public schemas are half of it. */
export const GRAPHQL_SCHEMA_BYTES_MAX = 5 * 1024 * 1024;
