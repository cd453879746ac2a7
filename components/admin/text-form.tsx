"use client";
import { CircleCheck } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId, useState, useTransition, type ReactNode } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Input, Textarea } from "@/components/ui/field";
import { Sheet } from "@/components/ui/sheet";
import { Untrusted } from "@/components/ui/untrusted";
import type { ActionProblem, ActionResult } from "@/lib/contract/action";
import type { Done } from "./create-form";

/** What one request of a browser carries here; larger files go by the API or the command line. */
const CHARS_MAX = 900_000;

/** A file or pasted text; refused whole, with every fault, or taken whole. */
export function TextForm({
  open: label,
  title = label,
  icon,
  className,
  file,
  placeholder,
  tooLong: elsewhere,
  refused,
  submit,
  pending: busy,
  save,
  children,
}: {
  open: string;
  title?: string;
  icon?: ReactNode;
  className?: string;
  file: { hint: string; accept: string };
  placeholder: string;
  /** Where a text goes that is too long for a browser. */
  tooLong: ReactNode;
  /** What didn't happen, where there were faults. */
  refused: string;
  submit: string;
  /** What the button says meanwhile. */
  pending: string;
  save: (input: { text: string }) => Promise<ActionResult<Done>>;
  /** What taking it means. */
  children: ReactNode;
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
      <Button className={className} onClick={() => toggle(true)}>
        {icon} {label}
      </Button>
      <Sheet open={open} onOpenChange={toggle} title={title}>
        <form
          className="grid gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          {problem && <Faults problem={problem} refused={refused} />}
          <Field id={`${id}-file`} label="File" hint={file.hint}>
            <Input
              id={`${id}-file`}
              type="file"
              accept={file.accept}
              aria-describedby={`${id}-file-hint`}
              onChange={(event) => {
                const chosen = event.currentTarget.files?.[0];
                if (chosen) void chosen.text().then(setText);
              }}
            />
          </Field>
          <Field id={`${id}-text`} label="Or paste it here">
            <Textarea
              id={`${id}-text`}
              rows={8}
              className="font-mono text-[13px] md:text-[13px]"
              spellCheck={false}
              placeholder={placeholder}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          </Field>
          {tooLong && <Alert>This is too long for a browser. {elsewhere}</Alert>}
          <p className="text-sm text-muted">{children}</p>
          <Button type="submit" tone="primary" disabled={pending || tooLong || text.trim() === ""}>
            {pending ? busy : submit}
          </Button>
        </form>
      </Sheet>
    </>
  );
}

function Faults({ problem, refused }: { problem: ActionProblem; refused: string }) {
  const faults = problem.errors ?? [];
  if (faults.length === 0) return <Alert>{problem.detail}</Alert>;
  return (
    <Alert>
      <p className="font-semibold">
        {refused}: {faults.length === 1 ? "one fault" : `${faults.length} faults`}.
      </p>
      <ul aria-label="Faults" className="mt-1 list-disc pl-4">
        {faults.map(({ pointer, detail }) => (
          <li key={`${pointer} ${detail}`}>
            <Untrusted text={isAnywhere(pointer) ? detail : `${pointer}: ${detail}`} />
          </li>
        ))}
      </ul>
    </Alert>
  );
}

/** In the text itself, where the sentence says where. */
const isAnywhere = (pointer: string) =>
  pointer === "" || pointer === "/csv" || pointer === "/schema";
