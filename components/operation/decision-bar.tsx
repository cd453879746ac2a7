"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Sheet } from "@/components/ui/sheet";
import { DecisionForm, type DecisionFormProps } from "./decision-form";

/** On a phone: always under the thumb, and one step away from the buttons that decide. */
export function DecisionBar({ sentence, ...form }: DecisionFormProps & { sentence: string }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="md:hidden">
      <div className="fixed inset-x-0 bottom-0 z-20 border-t border-line bg-surface p-3 pb-[calc(0.75rem+env(safe-area-inset-bottom))]">
        <Button tone="primary" width="full" onClick={() => setOpen(true)}>
          Decide…
        </Button>
      </div>
      <Sheet open={open} onOpenChange={setOpen} title={sentence}>
        <DecisionForm {...form} />
      </Sheet>
    </div>
  );
}
