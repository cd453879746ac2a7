import type { ReactNode } from "react";
import { Logo } from "@/components/layout/logo";

/** One card in the middle, for what comes before the console. */
export default function PublicLayout({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto grid min-h-dvh max-w-[440px] content-start gap-6 px-4 pt-[max(2.5rem,12dvh)] pb-16">
      <p className="flex items-center gap-2 font-semibold">
        <Logo /> Countersign
      </p>
      <main className="grid gap-4">{children}</main>
    </div>
  );
}
