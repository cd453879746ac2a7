import { type Cli, each, GONE, harmless } from "./cli";

export const rabbitmqctl: Cli = {
  names: ["rabbitmqctl"],
  provider: "rabbitmq",
  reaches: "the node that it runs on, or its -n names",
  environment: "-n --node",
  flags: "-q --quiet --if-unused --if-empty",
  values: "-n -p --node --vhost -t --timeout",
  commands: {
    ...harmless(
      "status,list_queues,list_users,list_vhosts,list_connections,list_exchanges,list_bindings,cluster_status,list_policies,list_channels,list_consumers",
    ),
    purge_queue: {
      does: ["truncate"],
      noun: "queue",
      type: "rabbitmq.queue",
      stateful: true,
      undo: GONE,
    },
    delete_queue: {
      does: ["delete"],
      noun: "queue",
      type: "rabbitmq.queue",
      stateful: true,
      undo: GONE,
    },
    delete_vhost: {
      does: ["delete"],
      noun: "virtual host",
      type: "rabbitmq.vhost",
      stateful: true,
      deep: true,
      undo: GONE,
    },
    delete_user: { does: ["permission_change"], noun: "user", type: "rabbitmq.user" },
    clear_permissions: { does: ["permission_change"], noun: "user", type: "rabbitmq.user" },
    reset: {
      does: ["delete"],
      noun: "node",
      type: "rabbitmq.node",
      stateful: true,
      deep: true,
      targets: { always: "everything on the node" },
      undo: GONE,
    },
    force_reset: {
      does: ["delete"],
      noun: "node",
      type: "rabbitmq.node",
      stateful: true,
      deep: true,
      targets: { always: "everything on the node" },
      undo: GONE,
    },
    forget_cluster_node: { does: ["detach"], noun: "node", type: "rabbitmq.node" },
    ...each("stop,stop_app,shutdown", {
      does: ["stop"],
      noun: "node",
      type: "rabbitmq.node",
      targets: { always: "the node" },
    }),
  },
};
