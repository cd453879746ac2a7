import type { Cli } from "./cli";

/** Statements in JavaScript: only what they are called can be told. */
const SCRIPT = "--eval";

export const mongosh: Cli = {
  names: ["mongosh", "mongo"],
  provider: "mongodb",
  reaches: "the server that its connection string names, or the local one",
  environment: "--host",
  flags: "--quiet --norc --tls --json",
  values: "-u -p --host --port --username --password --authenticationDatabase --db",
  commands: {
    "": {
      does: [],
      noun: "collection or database",
      type: "mongodb.collection",
      targets: { only: "none" },
      values: SCRIPT,
      unsure: "Its statements are JavaScript, which Countersign doesn't read.",
      when: [
        {
          options: SCRIPT,
          value: /\b(drop\w*|delete(Many|One)|remove\w*|findOneAndDelete)\s*\(/,
          does: ["delete"],
        },
      ],
    },
  },
};
