import { z } from "@hono/zod-openapi";
import { ReferenceSchema } from "./reference";
import { idSchema, SlugSchema, TimeSchema } from "./scalar";

const URL_LENGTH_MAX = 2_000;

export const RegisterConnectionSchema = z
  .strictObject({
    name: SlugSchema,
    /** Slug or id of the environment that the database belongs to. */
    environment: ReferenceSchema,
    /** Of `type:id`, `*` for any run of characters: the resources that live in it. */
    resources: z.string().min(1).max(300).default("*"),
    /** `postgresql://role:password@host:port/database`, of a role that can only read. Never shown again. */
    url: z
      .string()
      .max(URL_LENGTH_MAX)
      .regex(/^postgres(ql)?:\/\//, "a postgresql:// URL"),
  })
  .openapi("RegisterConnection");
export type RegisterConnection = z.input<typeof RegisterConnectionSchema>;

export const ConnectionReferenceSchema = z.strictObject({ connection: ReferenceSchema });
export type ConnectionReference = z.input<typeof ConnectionReferenceSchema>;

export const ConnectionSchema = z
  .strictObject({
    id: idSchema("con"),
    name: SlugSchema,
    environment: SlugSchema,
    resources: z.string(),
    host: z.string(),
    port: z.int(),
    database: z.string(),
    username: z.string(),
    server_version: z.string(),
    /** Null where the role may not read it. */
    system_identifier: z.string().nullable(),
    /** Some functions that the role may call with their owner's rights: more than reading, if it were to. */
    definer_functions: z.array(z.string()),
    created_at: TimeSchema,
  })
  .openapi("Connection");
export type ConnectionView = z.infer<typeof ConnectionSchema>;
export const ConnectionListSchema = z
  .strictObject({ items: z.array(ConnectionSchema) })
  .openapi("ConnectionList");
