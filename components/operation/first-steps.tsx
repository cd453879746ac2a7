import Link from "next/link";
import { Card } from "@/components/ui/card";

/** What an empty inbox shows: how the first operation gets here. */
export function FirstSteps({ publicUrl }: { publicUrl: string }) {
  return (
    <Card label="First steps" title="Nothing waits">
      <p className="mb-2">
        An agent asks before it destroys. Try it with the demo, in another terminal on the server's
        machine:
      </p>
      <pre className="rounded-lg border border-line bg-sunken p-3 [overflow-wrap:anywhere] whitespace-pre-wrap">
        npm run demo
      </pre>
      <p className="mt-3 mb-2">
        Or by hand: make an <Link href="/agents">agent</Link> and a key for it, then
      </p>
      <pre className="rounded-lg border border-line bg-sunken p-3 text-[13px] [overflow-wrap:anywhere] whitespace-pre-wrap">{`curl ${publicUrl}/api/v1/operations \\
  -H "Authorization: Bearer $COUNTERSIGN_KEY" \\
  -H "Idempotency-Key: vol_8f2c-1" -H "Content-Type: application/json" \\
  -d '{"environment":"staging","audience":"https://infra.example.com",
       "action":"railway.volume.delete",
       "resource":{"type":"railway.volume","id":"vol_8f2c","name":"pg-data"},
       "artifact":{"kind":"graphql","content":"mutation { volumeDelete(volumeId: \\"vol_8f2c\\") }"},
       "params":{"volumeId":"vol_8f2c"},"reason":"no longer used"}'`}</pre>
      <p className="mt-3 text-muted">
        More in the <Link href="/docs">docs</Link>.
      </p>
    </Card>
  );
}
