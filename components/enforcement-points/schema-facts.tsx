import { Ago } from "@/components/ui/time";
import { plural } from "@/components/blast-radius/count";
import { Untrusted } from "@/components/ui/untrusted";
import type { GraphqlSchemaView } from "@/lib/contract/graphql-schema";

const DIGEST_CHARS = "sha-256:".length + 12;

/** Which schema it is, who registered it, when. */
export const SchemaFacts = ({ schema, now }: { schema: GraphqlSchemaView; now: string }) => (
  <p>
    GraphQL schema: {plural(schema.mutations, "mutation")},{" "}
    <code title={schema.digest} className="whitespace-nowrap">
      {schema.digest.slice(0, DIGEST_CHARS)}…
    </code>
    , registered <Ago at={schema.registered_at} serverTime={now} /> by{" "}
    <Untrusted text={schema.registered_by} />
  </p>
);
