"use client";
import { useId, useState, useTransition } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field, Input, Select } from "@/components/ui/field";
import { visibleText } from "@/lib/core/untrusted-text";
import type { ActionResult } from "@/lib/contract/action";
import type { SimulatePolicy, Simulation } from "@/lib/contract/policy-version";
import { Backtest, Judgement } from "./simulation";

/** An operation that can be chosen, said in words. */
export interface PastChoice {
  id: string;
  sentence: string;
}

type Simulate = (input: SimulatePolicy) => Promise<ActionResult<Simulation>>;

const LASTS = [100, 1000, 10_000] as const;

/** The draft beside the active policy: on one operation, and on history. */
export function Trials({
  source,
  isUsable,
  recent,
  examples,
  simulate,
}: {
  source: string;
  isUsable: boolean;
  recent: readonly PastChoice[];
  examples: readonly string[];
  simulate: Simulate;
}) {
  const one = useTrial(simulate, source);
  const many = useTrial(simulate, source);
  const id = useId();
  const [chosen, setChosen] = useState(recent[0]?.id ?? examples[0] ?? "");
  const [other, setOther] = useState("");
  const [last, setLast] = useState<number>(1000);
  const item = one.found?.items[0];

  const tryOne = () => {
    const named = other.trim() || chosen;
    one.run(examples.includes(named) ? { example: named } : { operation: named });
  };

  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card label="Try it on one operation" title="Try it on one operation">
        <form
          className="grid gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            tryOne();
          }}
        >
          <Field id={`${id}-one`} label="Operation">
            <Select
              id={`${id}-one`}
              value={chosen}
              onChange={(event) => setChosen(event.currentTarget.value)}
            >
              {recent.length > 0 && (
                <optgroup label="Recent">
                  {recent.map((past) => (
                    <option key={past.id} value={past.id}>
                      {visibleText(past.sentence)}
                    </option>
                  ))}
                </optgroup>
              )}
              <optgroup label="Examples">
                {examples.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </optgroup>
            </Select>
          </Field>
          <Field id={`${id}-other`} label="Or the id of any other">
            <Input
              id={`${id}-other`}
              placeholder="op_…"
              spellCheck={false}
              autoComplete="off"
              value={other}
              onChange={(event) => setOther(event.currentTarget.value)}
            />
          </Field>
          <Button type="submit" className="justify-self-start" disabled={!isUsable || one.pending}>
            {one.pending ? "Trying…" : "Try it"}
          </Button>
        </form>
        <Outcome trial={one}>{item && <Judgement item={item} />}</Outcome>
      </Card>
      <Card label="Try it on history" title="Try it on history">
        <form
          className="grid gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            many.run({ last });
          }}
        >
          <Field id={`${id}-last`} label="How far back">
            <Select
              id={`${id}-last`}
              value={last}
              onChange={(event) => setLast(Number(event.currentTarget.value))}
            >
              {LASTS.map((count) => (
                <option key={count} value={count}>
                  The last {count.toLocaleString("en")} operations
                </option>
              ))}
            </Select>
          </Field>
          <Button type="submit" className="justify-self-start" disabled={!isUsable || many.pending}>
            {many.pending ? "Looking back…" : "Look back"}
          </Button>
        </form>
        <Outcome trial={many}>{many.found && <Backtest found={many.found} />}</Outcome>
      </Card>
    </div>
  );
}

interface Trial {
  found: Simulation | null;
  refused: string | null;
  isOld: boolean;
  pending: boolean;
  run: (what: Pick<SimulatePolicy, "operation" | "example" | "last">) => void;
}

function useTrial(simulate: Simulate, source: string): Trial {
  const [result, setResult] = useState<{ of: string; answer: ActionResult<Simulation> } | null>(
    null,
  );
  const [pending, start] = useTransition();
  const answer = result?.answer;
  return {
    found: answer?.ok ? answer.data : null,
    refused: answer && !answer.ok ? answer.problem.detail : null,
    isOld: result !== null && result.of !== source,
    pending,
    run: (what) =>
      start(async () => setResult({ of: source, answer: await simulate({ source, ...what }) })),
  };
}

function Outcome({ trial, children }: { trial: Trial; children: React.ReactNode }) {
  if (trial.refused)
    return (
      <div className="mt-3">
        <Alert>{trial.refused}</Alert>
      </div>
    );
  if (!trial.found) return null;
  return (
    <div className="mt-4 grid gap-3 border-t border-line pt-3" aria-live="polite">
      {trial.isOld && <p className="text-sm text-warn">The text has changed since.</p>}
      {children}
    </div>
  );
}
