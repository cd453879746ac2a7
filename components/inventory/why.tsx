import { Card } from "@/components/ui/card";
import { EXAMPLE_CSV } from "./example";

/** What an empty inventory costs, and what a first file looks like. */
export function WhyInventory() {
  return (
    <Card label="Why register resources" title="Nothing is registered yet">
      <p>
        A request like <code>volumeDelete(volumeId: "vol_8f2c")</code> doesn't say where that volume
        is. Until it is registered here, “staging only” can't be checked, and no backup is known to
        survive. Registered, a false claim is shown as contradicted, and backups that would go along
        are struck through, without any credential of the provider.
      </p>
      <p className="mt-3 text-sm text-muted">
        Begin with what holds data in production. A file to import looks like this: one line for a
        resource, and a further line for each further recovery point.
      </p>
      <pre
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- moved by keys where it is wider
        tabIndex={0}
        className="mt-2 overflow-x-auto rounded-lg border border-line bg-sunken p-3 text-[13px]"
      >
        {EXAMPLE_CSV}
      </pre>
    </Card>
  );
}
