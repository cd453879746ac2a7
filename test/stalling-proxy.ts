import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export interface StallingProxy {
  /** The URL, by way of here. */
  readonly url: string;
  /** From now on bytes come in and none goes out; lines stay open, as with a server that hangs. */
  stall(): void;
  /** How many lines are open. */
  open(): number;
  close(): Promise<void>;
}

/** In front of a server that a URL names; what it says is passed on until it is told to stall. */
export async function startStallingProxy(url: string): Promise<StallingProxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const incoming = new Set<Socket>();
  let stalled = false;
  const track = (socket: Socket, set: Set<Socket>) => {
    set.add(socket);
    socket.on("close", () => set.delete(socket)).on("error", () => undefined);
    return socket;
  };
  const server = createServer((client) => {
    track(client, incoming);
    const upstream = track(connect(Number(target.port || 5432), target.hostname), sockets);
    client.on("data", (data) => stalled || upstream.write(data)).on("close", () => upstream.end());
    upstream.on("data", (data) => stalled || client.write(data));
    upstream.on("close", () => stalled || client.end());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const here = new URL(url);
  here.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: here.toString(),
    stall: () => void (stalled = true),
    open: () => incoming.size,
    async close() {
      for (const socket of [...sockets, ...incoming]) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
