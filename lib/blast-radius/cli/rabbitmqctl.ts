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

export const rabbitmqDiagnostics: Cli = {
  names: ["rabbitmq-diagnostics"],
  provider: "rabbitmq",
  reaches: "the node that it runs on, or its -n names",
  environment: "-n --node",
  flags: "-q --quiet",
  values: "-n -p --node --vhost -t --timeout --formatter",
  commands: harmless(
    "status,ping,alarms,listeners,memory_breakdown,cluster_status,environment,server_version,check_running,check_local_alarms,check_alarms,check_port_connectivity,check_virtual_hosts,check_if_node_is_quorum_critical,is_running,is_booting",
  ),
};
