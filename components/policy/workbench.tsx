"use client";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useId, useRef, useState, useTransition } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field, Input } from "@/components/ui/field";
import { Untrusted } from "@/components/ui/untrusted";
import type { ActionResult } from "@/lib/contract/action";
import type {
  DraftView,
  PolicyValidation,
  SavePolicy,
  SimulatePolicy,
  Simulation,
  ValidatePolicy,
} from "@/lib/contract/policy-version";
import { Editor, type EditorHandle } from "./editor";
import { Readings } from "./readings";
import { Trials, type PastChoice } from "./trials";

/** From the last key to the question whether it is right. */
const TYPING_PAUSE_MS = 300;

export interface WorkbenchActions {
  validate: (input: ValidatePolicy) => Promise<ActionResult<PolicyValidation>>;
  simulate: (input: SimulatePolicy) => Promise<ActionResult<Simulation>>;
  save: (input: SavePolicy) => Promise<ActionResult<{ version: number }>>;
}

/** A policy's text, what is wrong with it or what it says, what it would do, and the way to keep it. */
export function Workbench({
  draft,
  initial,
  recent,
  actions,
}: {
  draft: DraftView;
  initial: PolicyValidation;
  recent: readonly PastChoice[];
  actions: WorkbenchActions;
}) {
  const id = useId();
  const router = useRouter();
  const editor = useRef<EditorHandle>(null);
  const [source, setSource] = useState(draft.source);
  const [found, setFound] = useState({ source: draft.source, ...initial });
  const [note, setNote] = useState("");
  const [refused, setRefused] = useState<string | null>(null);
  const [pending, start] = useTransition();
  const isCurrent = found.source === source;
  const isChanged = source !== draft.source;

  const { validate } = actions;
  useEffect(() => {
    if (source === found.source) return;
    let isOld = false;
    const look = async () => {
      const result = await validate({ source });
      if (isOld) return;
      if (result.ok) setFound({ source, ...result.data });
      setRefused(result.ok ? null : result.problem.detail);
    };
    const timer = setTimeout(() => void look(), TYPING_PAUSE_MS);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [source, found.source, validate]);

  useEffect(() => {
    if (!isChanged || pending) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isChanged, pending]);

  const save = () =>
    start(async () => {
      const result = await actions.save({ source, note });
      if (result.ok) router.push(`/policy/versions/${result.data.version}`);
      else setRefused(result.problem.detail);
    });

  return (
    <div className="grid gap-4">
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Editor ref={editor} draft={draft} faults={found.faults} onChange={setSource} />
        <div className="grid gap-4">
          <div role="status" className="text-sm">
            {!isCurrent ? (
              <span className="text-muted">Checking…</span>
            ) : found.valid ? (
              <span className="inline-flex items-center gap-1.5 font-medium text-ok">
                <CircleCheck aria-hidden="true" className="size-4" /> It can be used.
              </span>
            ) : (
              <span className="inline-flex items-center gap-1.5 font-medium text-danger">
                <CircleAlert aria-hidden="true" className="size-4" />
                {found.faults.length === 1 ? "One fault" : `${found.faults.length} faults`}
              </span>
            )}
          </div>
          {found.faults.length > 0 && (
            <ul aria-label="Faults" className="grid gap-1">
              {found.faults.map((fault) => (
                <li key={`${fault.line} ${fault.column} ${fault.detail}`}>
                  <button
                    type="button"
                    className="w-full rounded-lg border border-danger-line bg-danger-soft px-3 py-2 text-left text-sm [overflow-wrap:anywhere] text-danger"
                    onClick={() => editor.current?.jumpTo(fault)}
                  >
                    <b>Line {fault.line}</b>: <Untrusted text={fault.detail} />
                  </button>
                </li>
              ))}
            </ul>
          )}
          {found.valid && (
            <Card label="In words" title="In words">
              <Readings readings={found.readings} />
            </Card>
          )}
        </div>
      </div>
      <Trials
        source={source}
        isUsable={isCurrent && found.valid}
        recent={recent}
        examples={draft.examples}
        simulate={actions.simulate}
      />
      <Card label="Save" title="Save as the next version">
        <form
          className="grid gap-3 md:grid-cols-[minmax(0,1fr)_auto] md:items-end"
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          {refused && (
            <div className="md:col-span-2">
              <Alert>{refused}</Alert>
            </div>
          )}
          <Field
            id={`${id}-note`}
            label="Note"
            hint="Why it changes. It applies to nothing until it is activated."
          >
            <Input
              id={`${id}-note`}
              aria-describedby={`${id}-note-hint`}
              maxLength={500}
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
          </Field>
          <Button type="submit" tone="primary" disabled={pending || !isCurrent || !found.valid}>
            {pending ? "Saving…" : "Save"}
          </Button>
        </form>
      </Card>
    </div>
  );
}
