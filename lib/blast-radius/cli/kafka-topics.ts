import { type Cli, GONE } from "./cli";

/** Reading moves a group's place, but without a group there is none. */
export const kafkaConsumer: Cli = {
  names: ["kafka-console-consumer", "kafka-console-consumer.sh"],
  provider: "kafka",
  reaches: "the cluster that --bootstrap-server names",
  environment: "--bootstrap-server",
  flags: "--from-beginning --skip-message-on-error",
  values:
    "--bootstrap-server --topic --max-messages --timeout-ms --partition --offset --property --isolation-level --consumer.config --group --consumer-property",
  commands: {
    "": {
      does: [],
      noun: "consumer group",
      type: "kafka.group",
      targets: { by: "--group" },
      when: [
        {
          options: "--group --consumer-property --consumer.config --formatter",
          does: [],
          unsure: "It moves the place that a group has reached, or loads a class.",
        },
      ],
    },
  },
};

export const kafkaTopics: Cli = {
  names: [
    "kafka-topics",
    "kafka-topics.sh",
    "kafka-consumer-groups",
    "kafka-consumer-groups.sh",
    "kafka-configs",
    "kafka-configs.sh",
    "kafka-acls",
    "kafka-acls.sh",
    "kafka-log-dirs",
    "kafka-log-dirs.sh",
    "kafka-delete-records.sh",
  ],
  provider: "kafka",
  reaches: "the cluster that --bootstrap-server names",
  environment: "--bootstrap-server --zookeeper",
  flags:
    "--all-groups --all-topics --members --verbose --state --offsets --under-replicated-partitions --unavailable-partitions --all --list --describe --if-exists --create --if-not-exists",
  values:
    "--bootstrap-server --zookeeper --topic --group --command-config --partitions --replication-factor --config --offset-json-file --entity-type --entity-name --broker-list --topic-list --principal --timeout",
  commands: {
    "": {
      does: [],
      noun: "topic",
      type: "kafka.topic",
      stateful: true,
      targets: { by: "--topic --group" },
      when: [
        { options: "--create", does: ["create"] },
        { options: "--delete", does: ["delete"], undo: GONE },
        { options: "--alter --reset-offsets --offset-json-file", does: ["overwrite"] },
        { options: "--add --remove", does: ["permission_change"] },
      ],
    },
  },
};
