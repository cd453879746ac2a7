import { ROW_BUTTON } from "@/components/admin/row-button";
import type { Done } from "@/components/admin/create-form";
import { TextForm } from "@/components/admin/text-form";
import { plainName } from "@/components/operation/plain-name";
import type { ActionResult } from "@/lib/contract/action";

const EXAMPLE = `type Mutation {
  volumeDelete(volumeId: String!): Boolean!
}`;

/** The schema of the GraphQL API that an enforcement point calls. */
export const SchemaForm = ({
  point,
  replaces,
  save,
}: {
  point: { id: string; name: string };
  replaces: boolean;
  save: (input: { text: string }) => Promise<ActionResult<Done>>;
}) => (
  <TextForm
    open={replaces ? "Replace schema" : "Register GraphQL schema"}
    title={`GraphQL schema of ${plainName(point.name)}`}
    className={ROW_BUTTON}
    file={{
      hint: "The schema's own language (SDL), or the JSON that an introspection query answers.",
      accept: ".graphql,.graphqls,.gql,.json,application/json,text/plain",
    }}
    placeholder={EXAMPLE}
    tooLong={
      <>
        Send it by the API: <code>PUT /api/v1/enforcement-points/{point.id}/graphql-schema</code>,
        with an admin key.
      </>
    }
    refused="Nothing was registered"
    submit={replaces ? "Replace" : "Register"}
    pending="Reading it…"
    save={save}
  >
    Requests to {plainName(point.name)} are held against it: reviewers see which of them its API
    would refuse, and whether a call could have named an environment. It never lowers a risk.
  </TextForm>
);
