import { cascade, copies, lost, type HttpProvider } from "../provider";

/** Fly's Machines API, as far as it destroys. */
export const fly: HttpProvider = {
  name: "fly",
  title: "Fly",
  hosts: ["api.machines.dev", "api.fly.io"],
  graphql: ["/graphql"],
  routes: {
    "DELETE /v1/apps/{app}": {
      does: ["delete"],
      noun: "app",
      type: "fly.app",
      id: "{app}",
      stateful: true,
      takes: [cascade("Its machines and volumes", "fly.volume", "belongs to the target")],
      undo: lost("An app's volumes go with it."),
    },
    "DELETE /v1/apps/{app}/machines/{machine}": {
      does: ["delete"],
      noun: "machine",
      type: "fly.machine",
      id: "{machine}",
      stateful: null,
    },
    "POST /v1/apps/{app}/machines/{machine}/stop": {
      does: ["stop"],
      noun: "machine",
      type: "fly.machine",
      id: "{machine}",
      stateful: false,
    },
    "DELETE /v1/apps/{app}/volumes/{volume}": {
      does: ["delete"],
      noun: "volume",
      type: "fly.volume",
      id: "{volume}",
      stateful: true,
      takes: [
        copies("Its daily snapshots", "fly.volume_snapshot", "kept for the target for some days"),
      ],
    },
  },
};
