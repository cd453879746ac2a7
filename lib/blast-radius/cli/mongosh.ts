import type { Cli } from "./cli";

/** Statements in JavaScript: only what they are called can be told. */
const SCRIPT = "--eval";

const UNREAD = "Its statements are JavaScript, which Countersign doesn't read.";

/**
 * A call whose arguments call nothing in turn: plain values. An operator, or a key that is computed, calls
 * what an object in it says; and without a dot or an index there is nothing there to be called.
 */
const CALL = `\\((?:"[^"\\\\]*"|'[^'\\\\]*'|[-.](?=\\d)|(?<![\\w"'\\]}]\\s*|[{]\\s*)\\[|[\\w$\\s{}\\],:])*\\)`;
/** What surely only reads: `rs.status()`, `db.orders.countDocuments({})`. */
const PLAIN_MONGO = new RegExp(
  `^\\s*(show (dbs|databases|collections|users|roles)|(rs\\.(status|conf|config|hello|printReplicationInfo|printSecondaryReplicationInfo)|sh\\.status|db\\.(stats|serverStatus|serverBuildInfo|version|hello|getCollectionNames|getCollectionInfos|currentOp|getProfilingStatus|hostInfo)|db\\.([A-Za-z_]\\w*|getCollection\\(['"][\\w.-]+['"]\\))\\.(countDocuments|estimatedDocumentCount|count|find|findOne|distinct|getIndexes|stats|dataSize|totalIndexSize))${CALL}(\\.(limit|skip|sort|count|pretty|toArray|explain)${CALL}|\\.map\\(\\w+ ?=> ?\\w+(\\.\\w+)*\\)|\\.[A-Za-z_]\\w*(?![\\w(\`]))*)\\s*;?\\s*$`,
);

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
      when: [
        { without: SCRIPT, does: [], unsure: UNREAD },
        { options: SCRIPT, valueUnlike: PLAIN_MONGO, does: [], unsure: UNREAD },
        // A file of statements may stand among its operands.
        { operandsMin: 2, does: [], unsure: UNREAD },
        { operand: /\.(m?js|mongodb)$/, does: [], unsure: UNREAD },
        {
          options: SCRIPT,
          value: /\b(drop\w*|delete(Many|One)|remove\w*|findOneAndDelete)\s*\(/,
          does: ["delete"],
        },
      ],
    },
  },
};
