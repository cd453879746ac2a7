import { Card } from "@/components/ui/card";

/** What is missing without a connection. */
export function WhyConnections() {
  return (
    <Card label="Why register a database" title="Nothing is registered yet">
      <p>
        <code>DELETE FROM customers WHERE id = 7</code> doesn't say how many orders, invoices and
        tickets go along. With a connection that can only read, Countersign counts them in the live
        database before a person decides: every row once, through every foreign key, and whether the
        statement would fail. Without one, each such number is unknown, and unknown counts as the
        worst.
      </p>
    </Card>
  );
}
