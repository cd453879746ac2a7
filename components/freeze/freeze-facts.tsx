import { Ago } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { FreezeView } from "@/lib/contract/freeze";
import { Until } from "./until";

/** "Frozen 4 minutes ago by Robin, until 14:00: incident 42". */
export function FreezeFacts({ freeze, serverTime }: { freeze: FreezeView; serverTime: string }) {
  return (
    <>
      Frozen <Ago at={freeze.since} serverTime={serverTime} /> by <Untrusted text={freeze.by} />,{" "}
      <Until at={freeze.until} serverTime={serverTime} />: <Untrusted text={freeze.reason} />
    </>
  );
}
