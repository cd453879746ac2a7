import { type Cli, GONE } from "./cli";

export const kafkaTopics: Cli = {
  names: [
    "kafka-topics",
    "kafka-topics.sh",
    "kafka-consumer-groups",
    "kafka-consumer-groups.sh",
    "kafka-delete-records.sh",
  ],
  provider: "kafka",
  reaches: "the cluster that --bootstrap-server names",
  environment: "--bootstrap-server --zookeeper",
  flags: "--list --describe --if-exists --create --if-not-exists",
  values:
    "--bootstrap-server --zookeeper --topic --group --command-config --partitions --replication-factor --config --offset-json-file",
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
      ],
    },
  },
};
