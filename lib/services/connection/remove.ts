import { ConnectionReferenceSchema, type ConnectionReference } from "@/lib/contract/connection";
import { DomainError } from "@/lib/core/error";
import { deleteConnection, findConnection } from "@/lib/data/connections";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";

/** Forgets the connection with its secret. From then on nothing is counted by it. Errors: not_found. */
export async function removeConnection(
  ctx: ServiceContext,
  input: ConnectionReference,
): Promise<void> {
  requireAdministrator(ctx);
  const { connection } = parseInput(ConnectionReferenceSchema, input);
  await administer(ctx, async (_, tx) => {
    const found = await findConnection(tx, connection);
    if (!found || !(await deleteConnection(tx, found.id)))
      throw new DomainError("not_found", `No connection is registered as "${connection}".`);
    await record(ctx, tx, {
      action: "connection.removed",
      subject: found.id,
      data: { name: found.name, environment: found.environment },
    });
  });
}
