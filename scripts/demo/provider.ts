import { createHash, timingSafeEqual } from "node:crypto";
import { buildSchema, graphql } from "graphql";
import { Hono } from "hono";
import { listen, type Listening } from "./listen";

export interface Backup {
  id: string;
  takenAt: string;
}

/** A volume, and inside it the backups of it: whoever deletes one deletes the other. */
export interface Volume {
  id: string;
  name: string;
  environment: string;
  records: number;
  sizeBytes: number;
  backups: Backup[];
}

// As hosting providers have it: what a mutation is about is an id, and no argument says which
// environment that id belongs to.
const SCHEMA = buildSchema(`
  type Backup { id: ID! takenAt: String! }
  type Volume {
    id: ID!
    name: String!
    environment: String!
    records: Int!
    sizeBytes: Float!
    backups: [Backup!]!
  }
  type Query {
    volumes: [Volume!]!
    volume(id: String!): Volume
  }
  type Mutation {
    volumeDelete(volumeId: String!): Boolean!
  }
`);

const DAY_MS = 86_400_000;
const GIB = 1024 ** 3;

/** What the company of the story has. */
export function storyVolumes(now: Date): Volume[] {
  const nightly = (volume: string, nights: number) =>
    Array.from({ length: nights }, (_, i) => ({
      id: `${volume}-backup-${i + 1}`,
      takenAt: new Date(now.getTime() - (i + 1) * DAY_MS).toISOString(),
    }));
  return [
    {
      id: "vol_8f2c",
      name: "pg-data",
      environment: "production",
      records: 12_751,
      sizeBytes: 3 * GIB,
      backups: nightly("vol_8f2c", 3),
    },
    {
      id: "vol_51d0",
      name: "pg-data-staging",
      environment: "staging",
      records: 40,
      sizeBytes: GIB / 8,
      backups: nightly("vol_51d0", 1),
    },
  ];
}

export interface Provider extends Listening {
  /** What it holds now. */
  volumes(): readonly Volume[];
}

/**
 * A fake hosting provider on a port of its own: a GraphQL API at `/graphql` with state in memory.
 * Whoever presents `credential` may do everything, at once and without being asked: that is the point.
 */
export async function startProvider(options: {
  credential: string;
  volumes?: Volume[];
}): Promise<Provider> {
  const volumes = new Map(
    (options.volumes ?? storyVolumes(new Date())).map((volume) => [volume.id, volume]),
  );
  const rootValue = {
    volumes: () => [...volumes.values()],
    volume: ({ id }: { id: string }) => volumes.get(id) ?? null,
    volumeDelete: ({ volumeId }: { volumeId: string }) => {
      if (!volumes.delete(volumeId)) throw new Error(`Volume ${volumeId} not found`);
      return true;
    },
  };

  const app = new Hono();
  app.post("/graphql", async (c) => {
    if (!equal(c.req.header("authorization") ?? "", `Bearer ${options.credential}`))
      return c.json({ errors: [{ message: "Not authorized" }] }, 401);
    const body = await c.req.json<{ query?: unknown }>().catch(() => ({ query: undefined }));
    if (typeof body.query !== "string")
      return c.json({ errors: [{ message: "Send { query }" }] }, 400);
    return c.json(await graphql({ schema: SCHEMA, source: body.query, rootValue }));
  });
  return { ...(await listen(app.fetch)), volumes: () => [...volumes.values()] };
}

function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
