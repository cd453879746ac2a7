"use client";
import { CircleCheck, Upload } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId, useState, useTransition } from "react";
import type { Done } from "@/components/admin/create-form";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Input, Textarea } from "@/components/ui/field";
import { Sheet } from "@/components/ui/sheet";
import { Untrusted } from "@/components/ui/untrusted";
import type { ActionProblem, ActionResult } from "@/lib/contract/action";
import { EXAMPLE_CSV } from "./example";

/** What one request of a browser carries here; larger files go by the API or the command line. */
const CHARS_MAX = 900_000;

/** A file or pasted text; refused whole, with every fault, or taken whole. */
export function ImportForm({
  save,
}: {
  save: (input: { text: string }) => Promise<ActionResult<Done>>;
}) {
  const id = useId();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<ActionProblem | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const [pending, start] = useTransition();
  const tooLong = text.length > CHARS_MAX;

  const toggle = (next: boolean) => {
    setOpen(next);
    setProblem(null);
    if (next) setDone(null);
  };
  const send = () =>
    start(async () => {
      const result = await save({ text });
      setProblem(result.ok ? null : result.problem);
      if (!result.ok) return;
      setDone(result.data.said);
      setText("");
      setOpen(false);
      router.refresh();
    });

  return (
    <>
      {done && !open && (
        <p role="status" className="flex items-center gap-1.5 text-sm text-ok">
          <CircleCheck aria-hidden="true" className="size-4" /> {done}
        </p>
      )}
      <Button onClick={() => toggle(true)}>
        <Upload aria-hidden="true" className="size-4" /> Import
      </Button>
      <Sheet open={open} onOpenChange={toggle} title="Import">
        <form
          className="grid gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          {problem && <Faults problem={problem} />}
          <Field id={`${id}-file`} label="File" hint="CSV with a heading line, or a JSON list.">
            <Input
              id={`${id}-file`}
              type="file"
              accept=".csv,.json,text/csv,application/json"
              aria-describedby={`${id}-file-hint`}
              onChange={(event) => {
                const file = event.currentTarget.files?.[0];
                if (file) void file.text().then(setText);
              }}
            />
          </Field>
          <Field id={`${id}-text`} label="Or paste it here">
            <Textarea
              id={`${id}-text`}
              rows={8}
              className="font-mono text-[13px] md:text-[13px]"
              spellCheck={false}
              placeholder={EXAMPLE_CSV}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          </Field>
          {tooLong && (
            <Alert>
              This is too long for a browser. Use <code>npm run admin -- inventory import</code>, or
              the API.
            </Alert>
          )}
          <p className="text-sm text-muted">
            All of it or nothing. What has the same type and id is replaced; what isn't in it stays.
          </p>
          <Button type="submit" tone="primary" disabled={pending || tooLong || text.trim() === ""}>
            {pending ? "Importing…" : "Import"}
          </Button>
        </form>
      </Sheet>
    </>
  );
}

function Faults({ problem }: { problem: ActionProblem }) {
  const faults = problem.errors ?? [];
  if (faults.length === 0) return <Alert>{problem.detail}</Alert>;
  return (
    <Alert>
      <p className="font-semibold">
        Nothing was imported: {faults.length === 1 ? "one fault" : `${faults.length} faults`}.
      </p>
      <ul aria-label="Faults" className="mt-1 list-disc pl-4">
        {faults.map(({ pointer, detail }) => (
          <li key={`${pointer} ${detail}`}>
            <Untrusted text={pointer === "/csv" || !pointer ? detail : `${pointer}: ${detail}`} />
          </li>
        ))}
      </ul>
    </Alert>
  );
}
