import { expect, test } from "vitest";
import { EnvError, loadEnv } from "./env";

const key = Buffer.alloc(32, 7).toString("base64");
const local = {
  DATABASE_URL: "postgresql://app:secret@db.example.com/app",
  DEPLOYMENT: "local",
  AUTH_SECRET: key,
  KEY_PEPPER: key,
  KEY_ENCRYPTION_KEY: key,
};
const production = {
  ...local,
  DEPLOYMENT: undefined,
  PUBLIC_URL: "https://countersign.example.com",
  RESEND_API_KEY: "re_example",
};

function problems(source: Record<string, string | undefined>): string[] {
  try {
    loadEnv(source);
  } catch (error) {
    if (error instanceof EnvError) return error.problems;
    throw error;
  }
  return [];
}

test("a local start needs nothing beyond database and secrets", () => {
  expect(loadEnv(local)).toMatchObject({
    PORT: 3000,
    HOST: "127.0.0.1",
    PUBLIC_URL: "http://localhost:3000",
    START_WINDOW: 30,
    REPORT_WINDOW: 600,
  });
});

test("secrets arrive as bytes", () => {
  expect(loadEnv(local).KEY_ENCRYPTION_KEY).toEqual(new Uint8Array(32).fill(7));
});

test.each(["AUTH_SECRET", "KEY_PEPPER", "KEY_ENCRYPTION_KEY"])(
  "without %s the message names it and how to make one",
  (name) => {
    expect(problems({ ...production, [name]: "" })).toEqual([
      `${name} is not set. Make one with: openssl rand -base64 32`,
    ]);
  },
);

test.each([
  ["AUTH_SECRET", "hunter2"],
  ["KEY_PEPPER", Buffer.alloc(31).toString("base64")],
  ["KEY_ENCRYPTION_KEY", Buffer.alloc(33).toString("base64")],
])("%s that is no key of the right length is refused", (name, value) => {
  expect(problems({ ...local, [name]: value })).toEqual([
    expect.stringMatching(`^${name} must be`),
  ]);
});

test("production is assumed where nothing says otherwise, and asks for mail and an address", () => {
  expect(problems({ ...local, DEPLOYMENT: undefined })).toEqual([
    expect.stringMatching(/^PUBLIC_URL is not set/),
    expect.stringMatching(/^RESEND_API_KEY is not set/),
  ]);
  expect(problems(production)).toEqual([]);
});

test.each(["http://countersign.example.com", "http://localhost.example.com"])(
  "production over plain http is refused: %s",
  (url) => {
    expect(problems({ ...production, PUBLIC_URL: url })).toEqual([
      expect.stringMatching(/^PUBLIC_URL must be https/),
    ]);
  },
);

test("PUBLIC_URL is an origin and nothing more", () => {
  expect(loadEnv({ ...production, PUBLIC_URL: "https://c.example.com/" }).PUBLIC_URL).toBe(
    "https://c.example.com",
  );
  expect(problems({ ...production, PUBLIC_URL: "https://c.example.com/app" })).toHaveLength(1);
});

test("every mistake is told at once", () => {
  expect(
    problems({
      ...local,
      PORT: "http",
      DATABASE_URL: undefined,
      LOG_LEVEL: "loud",
    }),
  ).toEqual([
    expect.stringMatching(/^DATABASE_URL is not set/),
    expect.stringMatching(/^PORT /),
    expect.stringMatching(/^LOG_LEVEL /),
  ]);
});

test("a message never repeats the value of a secret", () => {
  const value = "short-but-secret";
  expect(problems({ ...local, KEY_PEPPER: value }).join()).not.toContain(value);
});

const provider = {
  OIDC_ISSUER: "https://id.example.com",
  OIDC_CLIENT_ID: "countersign",
  OIDC_CLIENT_SECRET: "secret",
};

test("a sign-in provider is given whole or not at all, and admits nobody unless a group is named", () => {
  expect(loadEnv({ ...local, ...provider })).toMatchObject({
    OIDC_NAME: "single sign-on",
    OIDC_AUTO_ADMIT: false,
  });
  expect(loadEnv(local).OIDC_ISSUER).toBeUndefined();
  for (const name of Object.keys(provider))
    expect(problems({ ...local, ...provider, [name]: "" })[0]).toContain("is not set, and");
  expect(problems({ ...local, ...provider, OIDC_AUTO_ADMIT: "true" })).toEqual([
    expect.stringMatching(/^OIDC_AUTO_ADMIT needs/),
  ]);
  expect(problems({ ...local, ...provider, OIDC_AUTO_ADMIT: "yes" })).toEqual([
    "OIDC_AUTO_ADMIT must be true or false",
  ]);
});

test.each([
  ["http://id.example.com", ["OIDC_ISSUER must be https: what it says lets people in"]],
  ["http://localhost.example.com", ["OIDC_ISSUER must be https: what it says lets people in"]],
  ["id.example.com", ["OIDC_ISSUER must be an https URL"]],
  ["http://127.0.0.1:8080/realms/main", []],
])("the provider %s is spoken to over https, or on this machine", (url, refusals) => {
  expect(problems({ ...local, ...provider, OIDC_ISSUER: url })).toEqual(refusals);
});

test.each<[string, [string, string][] | null]>([
  ["platform=sre", [["platform", "sre"]]],
  [
    " platform = sre , dba=databases",
    [
      ["platform", "sre"],
      ["dba", "databases"],
    ],
  ],
  ["platform=sre,,", null],
  [
    "team=a=sre, dba=databases",
    [
      ["team=a", "sre"],
      ["dba", "databases"],
    ],
  ],
  ["platform", null],
  ["=sre", null],
  ["platform=", null],
])("the groups %j are pairs of theirs and ours", (text, pairs) => {
  const given = { ...local, ...provider, OIDC_GROUPS: text };
  if (pairs) expect([...(loadEnv(given).OIDC_GROUPS ?? [])]).toEqual(pairs);
  else expect(problems(given)).toEqual([expect.stringMatching(/^OIDC_GROUPS must be like/)]);
});
