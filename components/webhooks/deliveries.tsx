import { CircleCheck, CircleX, Clock as ClockIcon } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Listing } from "@/components/admin/listing";
import { Chip } from "@/components/ui/chip";
import { Ago } from "@/components/ui/time";
import type { DeliveryView } from "@/lib/contract/webhook";

const STATES = {
  delivered: { tone: "ok", word: "delivered", icon: CircleCheck },
  waiting: { tone: "warn", word: "still tried", icon: ClockIcon },
  dead: { tone: "danger", word: "given up", icon: CircleX },
} as const;

/** What was sent to one webhook, the newest first; what was given up stays until it is replayed or forgotten. */
export function Deliveries({
  deliveries,
  now,
  replay,
}: {
  deliveries: readonly DeliveryView[];
  now: string;
  replay: (delivery: DeliveryView) => ReactNode;
}) {
  return (
    <Listing
      label="Deliveries"
      none="Nothing was sent yet. Send a test."
      items={deliveries.map((delivery) => {
        const { tone, word, icon: Icon } = STATES[delivery.state];
        return {
          id: delivery.id,
          name: (
            <>
              {delivery.action}
              <Chip tone={tone}>
                <Icon aria-hidden="true" /> {word}
                {delivery.response_status !== null && `, ${delivery.response_status}`}
              </Chip>
              {delivery.replay_of && <Chip>replay</Chip>}
            </>
          ),
          facts: <Facts delivery={delivery} now={now} />,
          acts: delivery.state === "waiting" ? null : replay(delivery),
        };
      })}
    />
  );
}

function Facts({ delivery, now }: { delivery: DeliveryView; now: string }) {
  const { attempts, error, next_at: next, operation } = delivery;
  return (
    <>
      <p>
        <Ago at={delivery.created_at} serverTime={now} /> · {attempts}{" "}
        {attempts === 1 ? "attempt" : "attempts"}
        {next && attempts > 0 && (
          <>
            , the next <Ago at={next} serverTime={now} />
          </>
        )}
        {operation && (
          <>
            {" "}
            · <Link href={`/operations/${operation}`}>the operation</Link>
          </>
        )}
      </p>
      {error && <p>{error}</p>}
      <p>
        <code>{delivery.event}</code>
      </p>
    </>
  );
}
