import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";

/** Registered things, one after the other: a name, facts about it, and what can be done. */
export function Listing({
  label,
  none,
  items,
}: {
  label: string;
  none: string;
  items: readonly { id: string; name: ReactNode; facts: ReactNode; acts?: ReactNode }[];
}) {
  return (
    <Card label={label} flush>
      {items.length === 0 ? (
        <p className="p-4 text-muted md:px-[18px]">{none}</p>
      ) : (
        <ul className="divide-y divide-line">
          {items.map((item) => (
            <li
              key={item.id}
              className="grid gap-2 px-4 py-3 md:grid-cols-[minmax(0,1fr)_auto] md:items-center md:px-[18px]"
            >
              <div className="min-w-0">
                <p className="flex flex-wrap items-center gap-2 font-semibold">{item.name}</p>
                <div className="text-sm [overflow-wrap:anywhere] text-muted">{item.facts}</div>
              </div>
              {item.acts && <div className="flex flex-wrap gap-2">{item.acts}</div>}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
