// Who may import whom. What isn't allowed here is refused; a zone may always import itself.

export interface Zone {
  readonly name: string;
  /** Path prefixes or, with a leading `*`, suffixes. The first zone that matches owns the file. */
  readonly files: readonly string[];
  readonly imports: readonly string[];
  /** Zones of which only types may be imported. */
  readonly types?: readonly string[];
  /** Where given, the only packages it may import; else all but those reserved below. */
  readonly packages?: readonly string[];
  readonly readsEnvironment?: true;
  /** May import() what is only known when it runs. */
  readonly computedImports?: true;
}

export interface Reservation {
  readonly packages: readonly string[];
  readonly zones: readonly string[];
}

export interface ImportRules {
  readonly zones: readonly Zone[];
  readonly reserved: readonly Reservation[];
}

const everywhere = "*";
const protocolPackages = ["canonicalize", "jose", "node:*"];

export const importRules: ImportRules = {
  zones: [
    {
      name: "tests",
      files: ["*.test.ts", "*.test.tsx", "test/", "e2e/", "bench/"],
      imports: [everywhere],
      readsEnvironment: true,
      computedImports: true,
    },
    {
      name: "config",
      files: ["*.config.ts", "*.config.mjs"],
      imports: ["env"],
      readsEnvironment: true,
    },
    {
      name: "scripts",
      files: ["scripts/"],
      imports: [
        "runtime",
        "services",
        "data",
        "env",
        "contract",
        "core",
        "client",
        "protocol",
        "bundles",
      ],
      readsEnvironment: true,
      computedImports: true,
    },
    { name: "bundles", files: ["dist/"], imports: [] },
    {
      name: "entry",
      files: ["server.ts", "proxy.ts", "instrumentation.ts"],
      imports: ["api", "web", "admission", "runtime", "services", "env", "core"],
    },
    {
      name: "app",
      files: ["app/"],
      imports: ["components", "web", "api", "runtime", "services", "auth", "contract", "core"],
    },
    { name: "components", files: ["components/"], imports: ["contract", "core"] },
    {
      name: "web",
      files: ["lib/web/"],
      imports: ["admission", "auth", "runtime", "services", "contract", "core", "protocol"],
    },
    {
      name: "api",
      files: ["lib/api/"],
      imports: ["admission", "auth", "runtime", "services", "contract", "core", "protocol"],
    },
    {
      name: "runtime",
      files: ["lib/runtime.ts"],
      imports: [
        "admission",
        "auth",
        "notify",
        "services",
        "grant",
        "blast-radius",
        "policy",
        "audit",
        "data",
        "env",
        "core",
      ],
    },
    {
      name: "services",
      files: ["lib/services/"],
      imports: ["data", "grant", "policy", "blast-radius", "audit", "contract", "core", "protocol"],
    },
    { name: "admission", files: ["lib/admission/"], imports: ["core"] },
    { name: "auth", files: ["lib/auth/"], imports: ["data", "core"] },
    { name: "notify", files: ["lib/notify/"], imports: ["data", "core"], types: ["audit", "env"] },
    { name: "generated", files: ["lib/data/generated/"], imports: [] },
    {
      name: "data",
      files: ["lib/data/"],
      imports: ["generated", "core", "protocol"],
      // The shapes of the documents that rows hold.
      types: ["audit", "contract", "grant", "policy"],
    },
    { name: "grant", files: ["lib/grant/"], imports: ["core", "protocol"] },
    { name: "policy", files: ["lib/policy/"], imports: ["contract", "core", "protocol"] },
    { name: "audit", files: ["lib/audit/"], imports: ["core", "protocol"] },
    {
      name: "blast-radius",
      files: ["lib/blast-radius/"],
      imports: ["core", "protocol"],
      types: ["contract"],
    },
    { name: "contract", files: ["lib/contract/"], imports: ["core", "protocol"] },
    { name: "env", files: ["lib/env.ts"], imports: [], packages: ["zod"], readsEnvironment: true },
    {
      name: "core",
      files: ["lib/core/"],
      imports: ["protocol"],
      packages: ["ipaddr.js", "node:crypto", "uuidv7"],
    },
    { name: "protocol", files: ["client/protocol/"], imports: [], packages: protocolPackages },
    {
      name: "client programs",
      files: ["client/cli/", "client/mcp/", "client/hooks/"],
      imports: ["client", "protocol"],
      packages: protocolPackages,
      readsEnvironment: true,
    },
    { name: "client", files: ["client/"], imports: ["protocol"], packages: protocolPackages },
  ],
  reserved: [
    { packages: ["@prisma/*", "prisma", "pg"], zones: ["data", "generated", "scripts", "tests"] },
    { packages: ["@auth/core", "@simplewebauthn/server", "openid-client"], zones: ["auth"] },
    { packages: ["@simplewebauthn/browser"], zones: ["components"] },
    { packages: ["resend", "react-email", "@react-email/*"], zones: ["notify"] },
    { packages: ["next"], zones: ["app", "components", "web", "entry", "config", "tests"] },
  ],
};
