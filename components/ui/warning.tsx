import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

/** A fact that somebody should look at, in the middle of others. */
export const Warning = ({ children }: { children: ReactNode }) => (
  <span className="font-medium text-warn">
    <TriangleAlert aria-hidden="true" className="inline size-3.5 align-[-2px]" /> {children}
  </span>
);
