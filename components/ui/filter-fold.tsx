"use client";
import { SlidersHorizontal } from "lucide-react";
import { useId, useState, type ReactNode } from "react";
import { Button } from "./button";

/** The filters after the first: always there where there is room, behind a button beside the form's own on a phone. */
export function FilterFold({ open: given, children }: { open: boolean; children: ReactNode }) {
  const id = useId();
  const [open, setOpen] = useState(given);
  return (
    <>
      <div id={id} className={open ? "col-span-2 grid gap-2 md:contents" : "hidden md:contents"}>
        {children}
      </div>
      <Button
        className="md:hidden"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <SlidersHorizontal aria-hidden="true" className="size-4" /> Filters
      </Button>
    </>
  );
}
