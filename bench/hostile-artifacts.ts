import type { Artifact } from "@/lib/contract/operation";
import { planOf } from "@/test/plan";

export interface Hostile {
  readonly name: string;
  readonly artifact: Artifact;
  readonly params?: Record<string, unknown>;
  /** Bytes to send where no JSON writer would write them. */
  readonly mangle?: (body: Buffer) => Buffer;
}

const KIB = 1024;
const MIB = 1024 * KIB;
const DEEP = 10_000;
/** With the rest of the body it stays under the 5 MiB that are taken. */
const LARGEST = 4.9 * MIB;

const ACTIONS = ["delete", "create", "update", "no-op"];

const sql = (content: string): Artifact => ({ kind: "sql", dialect: "postgresql", content });
const mysql = (content: string): Artifact => ({ kind: "sql", dialect: "mysql", content });
const shell = (content: string): Artifact => ({ kind: "shell", content });
const graphql = (content: string): Artifact => ({ kind: "graphql", content });
const plan = (content: string): Artifact => ({ kind: "terraform_plan", content });

const fill = (piece: string, length: number) => piece.repeat(Math.floor(length / piece.length));
const nest = (open: string, inner: string, close: string, depth = DEEP) =>
  `${open.repeat(depth)}${inner}${close.repeat(depth)}`;

const resources = (count: number, values: Record<string, unknown>) =>
  planOf(
    Array.from({ length: count }, (_, i) => ({
      type: "aws_s3_bucket",
      address: `aws_s3_bucket.b[${i}]`,
      actions: [ACTIONS[i % 4] ?? ""],
      before: { id: `b-${i}`, ...values },
      after: { id: `b-${i}`, force_destroy: false },
    })),
  );

/** As little as makes a resource: quotes are escaped once more in the body, which takes 5 MiB. */
const lean = (count: number) =>
  JSON.stringify({
    format_version: "1.2",
    resource_changes: Array.from({ length: count }, (_, i) => ({
      address: `aws_s3_bucket.b[${i}]`,
      type: "aws_s3_bucket",
      change: { actions: [ACTIONS[i % 4]], before: { id: `b-${i}` }, after: null },
    })),
  });

const zeros = (count: number) =>
  `{"format_version":"1.2","resource_changes":[],"a":[${"0,".repeat(count)}0]}`;

const deletions = `{"format_version":"1.2","resource_changes":[${Array.from({ length: 68_000 }, () => '{"address":"a","type":"b","change":{"actions":["delete"]}}').join()}]}`;

/** Each snapshot is one of each database. */
const copies = (count: number) =>
  `{"format_version":"1.2","resource_changes":[${Array.from({ length: count }, () => '{"address":"a","type":"aws_db_instance","change":{"actions":["delete"],"before":{"id":"a"}}},{"address":"b","type":"aws_db_snapshot","change":{"actions":["delete"],"before":{"db_instance_identifier":"a"}}}').join()}]}`;

const secrets = (count: number) =>
  JSON.stringify({
    format_version: "1.2",
    resource_changes: [],
    a: Array.from({ length: count }, (_, i) => ({ pwd: `secret-${i}` })),
  });

/** What an agent that means harm, or a broken one, may send. All of it is taken by the API's own limit of size. */
export const hostileArtifacts = (): Hostile[] => [
  {
    name: "SQL, 1 MB in one IN list",
    artifact: sql(`DELETE FROM t WHERE id IN (${fill("123456,", MIB - KIB)}1)`),
  },
  {
    name: "SQL, 1 MB of conditions",
    artifact: sql(`DELETE FROM t WHERE ${fill("a = 1 AND ", MIB - KIB)}true`),
  },
  {
    name: "SQL, 1 MB of statements",
    artifact: sql(fill("DELETE FROM shop.orders WHERE id = 42;", MIB)),
  },
  { name: "SQL, 5 MB", artifact: sql(fill("DELETE FROM shop.orders WHERE id = 42;", LARGEST)) },
  {
    name: "SQL, 10,000 brackets deep",
    artifact: sql(`DELETE FROM t WHERE ${nest("(", "true", ")")}`),
  },
  {
    name: "SQL, 10,000 queries deep",
    artifact: sql(`DELETE FROM t WHERE id IN ${nest("(SELECT 1 WHERE 1 IN ", "(1)", ")")}`),
  },
  {
    name: "SQL, 32 KB of DO blocks",
    artifact: sql(fill("DO $$ BEGIN DELETE FROM t; END $$;", 32 * KIB)),
  },
  {
    name: "MySQL, 1 MB in one IN list",
    artifact: mysql(`DELETE FROM t WHERE id IN (${fill("123456,", MIB - KIB)}1)`),
  },
  {
    name: "MySQL, 200 brackets deep",
    artifact: mysql(`DELETE FROM t WHERE ${nest("(", "1", ")", 200)}`),
  },
  {
    name: "SQL, 1 MB in one DO block",
    artifact: sql(`DO $$ BEGIN ${fill("DELETE FROM t;", MIB - KIB)} END $$`),
  },
  {
    name: "SQL, 120 KB in one DO block",
    artifact: sql(`DO $$ BEGIN ${fill("DELETE FROM t WHERE a = 1;", 120 * KIB)} END $$`),
  },
  {
    name: "SQL, 240 KB of conditions",
    artifact: sql(`DELETE FROM t WHERE ${fill("a = 1 AND ", 240 * KIB)}true`),
  },
  { name: "GraphQL, 10,000 deep", artifact: graphql(`mutation ${nest("{a", "", "}")}`) },
  {
    name: "GraphQL, 1 MB",
    artifact: graphql(`mutation {${fill(' a: volumeDelete(volumeId: "v")', MIB)}}`),
  },
  {
    name: "GraphQL, 256 KB of comments",
    artifact: graphql(`
      mutation {
        a
      }
      ${fill("#\n", 255 * KIB)}
    `),
  },
  {
    name: "GraphQL, 9,000 tokens",
    artifact: graphql(
      `mutation {${Array.from({ length: 1_100 }, (_, i) => `a${i}: volumeDelete(volumeId: "${i}")`).join(" ")}}`,
    ),
  },
  { name: "GraphQL, fragments that multiply", artifact: graphql(fragmentBomb(40)) },
  { name: "shell, 1 MB", artifact: shell(fill("rm -rf /srv/data; ", MIB)) },
  { name: "shell, 32 KB of commands", artifact: shell(fill("rm -rf /a;", 32 * KIB)) },
  { name: "shell, 32 KB in one word", artifact: shell(`rm -rf ${fill("a", 32 * KIB - 100)}`) },
  { name: "shell, 32 KB of substitutions", artifact: shell(fill("$(a)`b`", 32 * KIB)) },
  { name: "shell, 32 KB of pipes", artifact: shell(fill("a|", 32 * KIB - 10) + "a") },
  { name: "shell, 32 KB of quotes", artifact: shell(`rm ${fill("'\"'\"", 32 * KIB - 10)}`) },
  { name: "shell, 10,000 deep", artifact: shell(nest("$(", "rm -rf /", ")")) },
  { name: "shell, 10,000 ifs deep", artifact: shell(nest("if a;then ", "b", ";fi", 1_900)) },
  {
    name: "shell, 50 long SQL statements",
    artifact: shell(
      Array.from(
        { length: 50 },
        (_, i) => `psql -c 'DELETE FROM t${i} WHERE id IN (${fill("1,", 550)}1)'`,
      ).join(";"),
    ),
  },
  { name: "plan, 10,000 deep", artifact: plan(`{"a":${nest("[", "", "]")}}`) },
  { name: "plan, 5 MB of brackets", artifact: plan(fill("[", LARGEST)) },
  {
    name: "plan, 5 MB of zeros",
    artifact: plan(zeros(LARGEST / 2 - 50)),
  },
  {
    name: "plan, 5 MB of empty objects",
    artifact: plan(`{"format_version":"1.2","resource_changes":[${fill("{},", LARGEST - 100)}{}]}`),
  },
  { name: "plan, 1,000,000 zeros", artifact: plan(zeros(999_000)) },
  { name: "plan, 68,000 deletions", artifact: plan(deletions) },
  { name: "plan, 24,000 copies and stores", artifact: plan(copies(12_000)) },
  { name: "plan, 150,000 secrets", artifact: plan(secrets(150_000)) },
  { name: "plan, 20,000 resources", artifact: plan(lean(20_000)) },
  { name: "plan, 2,000 secrets", artifact: plan(secretive(2_000, 2_000)) },
  {
    name: "plan, one name 5 MB long",
    artifact: plan(resources(1, { tags: fill("a", LARGEST - KIB) })),
  },
  { name: "Kubernetes, 1 MB of aliases", artifact: { kind: "kubernetes", content: yamlBomb() } },
  {
    name: "Kubernetes, 1 MB",
    artifact: {
      kind: "kubernetes",
      content: fill("kind: Namespace\nmetadata: {name: a}\n---\n", MIB),
    },
  },
  {
    name: "Kubernetes, 10,000 deep",
    artifact: { kind: "kubernetes", content: nest("[", "", "]") },
  },
  {
    name: "HTTP, 1 MB of headers",
    artifact: {
      kind: "http",
      content: `DELETE /a HTTP/1.1\r\nhost: example.com\r\n${fill("a: b\r\n", MIB)}\r\n`,
    },
  },
  {
    name: "HTTP, GraphQL 10,000 deep",
    artifact: {
      kind: "http",
      content: `POST /graphql/v2 HTTP/1.1\r\nhost: backboard.railway.com\r\ncontent-type: application/json\r\n\r\n${JSON.stringify({ query: `mutation ${nest("{a", "", "}")}` })}`,
    },
  },
  {
    name: "params, 5 MB of zeros",
    artifact: graphql("mutation {a}"),
    params: { a: Array.from({ length: LARGEST / 2 }, () => 0) },
  },
  {
    name: "params, 5 MB of members",
    artifact: graphql("mutation {a}"),
    params: Object.fromEntries(Array.from({ length: 400_000 }, (_, i) => [`m${i}`, 0])),
  },
  {
    name: "bidi and invisible characters, 1 MB",
    artifact: sql(`DELETE FROM t -- ${fill("\u202e\u2066\u200b", MIB / 3)}`),
  },
  {
    name: "NUL",
    artifact: sql("SELECT 1;@DROP TABLE t"),
    mangle: (body) => replaceByte(body, Buffer.from("\\u0000")),
  },
  {
    name: "invalid UTF-8",
    artifact: shell("rm -rf @"),
    mangle: (body) => replaceByte(body, Buffer.from([0xff])),
  },
];

function replaceByte(body: Buffer, by: Buffer): Buffer {
  const at = body.indexOf("@", body.indexOf('"content"'));
  return Buffer.concat([body.subarray(0, at), by, body.subarray(at + 1)]);
}

/** Each fragment spreads the next twice: written out, 2^n places. */
const fragmentBomb = (depth: number) =>
  `mutation {...f0} ${Array.from({ length: depth }, (_, i) => `fragment f${i} on M {a${i}: x {...f${i + 1}} b${i}: x {...f${i + 1}}}`).join(" ")} fragment f${depth} on M {volumeDelete(volumeId: "v")}`;

const yamlBomb = () =>
  `a0: &a0 [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [${fill(`*a${i},`, 45)}*a${i}]`).join("\n")}\n`;

/** Many values that are secret, and many places to look for them in. */
const secretive = (secrets: number, count: number) =>
  JSON.stringify({
    ...(JSON.parse(resources(count, { user_data: fill("passphrase-is-", 1_500) })) as object),
    variables: Object.fromEntries(
      Array.from({ length: secrets }, (_, i) => [`v${i}`, { value: `passphrase-is-${i}` }]),
    ),
    configuration: {
      root_module: {
        variables: Object.fromEntries(
          Array.from({ length: secrets }, (_, i) => [`v${i}`, { sensitive: true }]),
        ),
      },
    },
  });
