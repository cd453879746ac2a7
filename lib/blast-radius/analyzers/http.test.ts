import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { declaredAs } from "@/test/artifact";
import type { Declared, Findings } from "../findings";
import { analyze } from "./analyze";

const http = (content: string, change: Partial<Declared> = {}) =>
  analyze(declaredAs({ kind: "http", content }, change));
const json = (method: string, url: string, rest: object = {}) =>
  JSON.stringify({ method, url, ...rest });
const kinds = ({ effects }: Findings) => [...new Set(effects.map(({ kind }) => kind))];
const target = ({ resources }: Findings) => resources.find(({ role }) => role === "target");

describe("what a request does", () => {
  it.each<[string, string[], string | null]>([
    ["DELETE https://api.github.com/repos/acme/shop", ["delete"], "github.repository"],
    [
      "DELETE /repos/acme/shop HTTP/1.1\r\nHost: api.github.com\r\n\r\n",
      ["delete"],
      "github.repository",
    ],
    [json("delete", "https://api.github.com/repos/acme/shop"), ["delete"], "github.repository"],
    ["DELETE https://api.cloudflare.com/client/v4/zones/z1", ["delete"], "cloudflare.zone"],
    [
      "DELETE https://api.cloudflare.com/client/v4/accounts/a/r2/buckets/b",
      ["delete"],
      "cloudflare.r2_bucket",
    ],
    [
      "DELETE https://api.digitalocean.com/v2/databases/d1",
      ["delete", "recovery_removal"],
      "digitalocean.database",
    ],
    ["DELETE https://api.heroku.com/apps/shop", ["delete", "recovery_removal"], "heroku.app"],
    ["DELETE https://api.machines.dev/v1/apps/shop/volumes/vol_1", ["delete"], "fly.volume"],
    ["DELETE https://api.vercel.com/v9/projects/shop", ["delete"], "vercel.project"],
    ["DELETE https://api.stripe.com/v1/customers/cus_1", ["delete"], "stripe.customer"],
    ["POST https://api.machines.dev/v1/apps/shop/machines/m1/stop", ["stop"], "fly.machine"],
    ["DELETE https://api.example.com/users/1", ["delete"], "http.resource"],
    ["DELETE https://api.github.com/user/keys/1", ["delete"], "github.resource"],
    ["PURGE https://cdn.example.com/x", ["delete", "unknown"], "http.resource"],
    ["POST https://api.example.com/users/1/delete", ["delete", "unknown"], "http.resource"],
    ["POST https://api.example.com/users", ["unknown"], "http.resource"],
    ["PUT https://api.example.com/users/1", ["unknown"], "http.resource"],
    ["PATCH https://api.example.com/users/1", ["unknown"], "http.resource"],
    [
      "POST https://ec2.eu-west-1.amazonaws.com/?Action=TerminateInstances&InstanceId.1=i-1",
      ["delete"],
      "aws.ec2",
    ],
    [
      "POST https://iam.amazonaws.com/\n\nAction=DeleteRole&RoleName=x",
      ["delete", "permission_change"],
      "aws.iam",
    ],
    [
      json("POST", "https://dynamodb.eu-west-1.amazonaws.com/", {
        headers: { "X-Amz-Target": "DynamoDB_20120810.DeleteTable" },
        body: "{}",
      }),
      ["delete"],
      "aws.dynamodb",
    ],
    ["POST https://ec2.amazonaws.com/?Action=DescribeInstances", [], null],
    ["GET https://api.github.com/repos/acme/shop", [], null],
    ["HEAD https://api.example.com/users", [], null],
    ["GET https://api.example.com/admin/flush-cache", ["unknown"], "http.resource"],
    [
      json("GET", "https://api.example.com/x", { headers: { "X-HTTP-Method-Override": "DELETE" } }),
      ["delete"],
      "http.resource",
    ],
    ["POST https://api.example.com/x?_method=delete", ["delete"], "http.resource"],
    ["GET ftp://example.com/x", ["unknown"], "http.resource"],
  ])("%s", async (content, effects, type) => {
    const findings = await http(content);
    expect(kinds(findings)).toEqual(effects);
    expect(target(findings)?.type ?? null).toBe(type);
  });

  it("names what goes along, and that the request carries no environment", async () => {
    const findings = await http("DELETE https://api.heroku.com/apps/shop");
    expect(findings.resources.map(({ role }) => role)).toEqual([
      "target",
      "cascade",
      "recovery_point",
    ]);
    expect(findings.reversibility?.value).toBe("irreversible");
    expect(findings.scopeParams[0]).toMatchObject({
      call: "DELETE /apps/{app}",
      arguments: [{ name: "app", value: "shop" }],
      environment_argument: null,
    });
  });

  it("never finds a route by a path that another server would read otherwise", async () => {
    for (const path of ["repos/acme/../acme/shop", "repos//acme/shop/", "REPOS/acme/shop"])
      expect(target(await http(`DELETE https://api.github.com/${path}`))?.type).toBe(
        "github.repository",
      );
    const encoded = await http("DELETE https://api.github.com/repos/acme%2fshop");
    expect(encoded.unknowns.map(({ why }) => why).join()).toContain("encoded slash");
  });
});

describe("GraphQL inside", () => {
  const RAILWAY = "https://backboard.railway.com/graphql/v2";
  const volume = {
    query: "mutation($v: String!) { volumeDelete(volumeId: $v) }",
    variables: { v: "vol_1" },
  };

  it("is read by the rules of the provider that the host belongs to, not of the one that is declared", async () => {
    const change = { action: "infra.delete", resource: { type: "volume", id: "vol_1" } };
    const there = await http(json("POST", RAILWAY, { body: JSON.stringify(volume) }), change);
    expect(kinds(there)).toEqual(["delete", "recovery_removal"]);
    const other = await http(
      json("POST", "https://api.example.com/graphql", { body: JSON.stringify(volume) }),
      { ...change, action: "railway.volume.delete" },
    );
    expect(kinds(other)).toEqual(["delete"]);
    expect(other.reversibility?.value).toBe("unknown");
  });

  it("takes its variables from the request, and contradicts parameters that say something else", async () => {
    const findings = await http(json("POST", RAILWAY, { body: volume }), {
      resource: { type: "railway.volume", id: "vol_9" },
      params: { v: "vol_9" },
    });
    expect(target(findings)?.id).toBe("vol_1");
    expect(
      findings.verdicts
        .filter(({ verdict }) => verdict === "contradicted")
        .map(({ claim }) => claim),
    ).toEqual(["resource", "params"]);
  });

  it.each([
    json("POST", RAILWAY, { body: JSON.stringify([volume]) }),
    json("POST", RAILWAY, { body: "{}" }),
    json("POST", RAILWAY),
    json("POST", `${RAILWAY}?query={a}`, { body: JSON.stringify(volume) }),
    json("POST", RAILWAY, {
      body: `{"query":"query{a}","query":"mutation{volumeDelete(volumeId:1)}"}`,
    }),
  ])("that can't be read in one way fails: %s", async (content) => {
    const findings = await http(content);
    expect(findings.status).toBe("failed");
    expect(kinds(findings)).toEqual(["unknown"]);
  });
});

describe("a request that can't be read", () => {
  it.each([
    "hello",
    "{",
    "{}",
    '{"method":"GET"}',
    '{"method":"GET","url":"https://a.example.com/","method":"DELETE"}',
    "GET /a /b HTTP/1.1",
    "GET\0 https://a.example.com/",
    "DROP TABLE t",
    "GET https://a.example.com/\nNo header here",
    "x".repeat(1_100_000),
  ])("is an unknown effect: %#", async (content) => {
    const findings = await http(content);
    expect(findings.status).toBe("failed");
    expect(kinds(findings)).toEqual(["unknown"]);
  });

  it("leaves no secret in the report", async () => {
    for (const content of [
      json("DELETE", "https://u:hunter2@api.example.com/a?api_key=hunter2&x=hunter2", {
        headers: { authorization: "Bearer hunter2", cookie: "s=hunter2" },
        body: '{"password":"hunter2"}',
      }),
      "DELETE /a?token=hunter2 HTTP/1.1\nHost: api.example.com\nAuthorization: Basic hunter2\n\nhunter2",
    ])
      expect(JSON.stringify(await http(content))).not.toContain("hunter2");
  });

  it("never throws", async () => {
    const piece = fc.oneof(
      fc.constantFrom("DELETE ", "https://", "/", "{", '"url":', "\n", "%2f", "?"),
      fc.string({ unit: "binary" }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1 }), async (pieces) => {
        await http(pieces.join("") || " ");
      }),
    );
  }, 30_000);
});
