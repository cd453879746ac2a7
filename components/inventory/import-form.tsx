import { Upload } from "lucide-react";
import type { Done } from "@/components/admin/create-form";
import { TextForm } from "@/components/admin/text-form";
import type { ActionResult } from "@/lib/contract/action";
import { EXAMPLE_CSV } from "./example";

/** Resources and their recovery points, from a file. */
export const ImportForm = ({
  save,
}: {
  save: (input: { text: string }) => Promise<ActionResult<Done>>;
}) => (
  <TextForm
    open="Import"
    icon={<Upload aria-hidden="true" className="size-4" />}
    file={{
      hint: "CSV with a heading line, or a JSON list.",
      accept: ".csv,.json,text/csv,application/json",
    }}
    placeholder={EXAMPLE_CSV}
    tooLong={
      <>
        Use <code>npm run admin -- inventory import</code>, or the API.
      </>
    }
    refused="Nothing was imported"
    submit="Import"
    pending="Importing…"
    save={save}
  >
    All of it or nothing. What has the same type and id is replaced; what isn't in it stays.
  </TextForm>
);
