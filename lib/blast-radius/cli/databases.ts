import { each, GONE, harmless, type Cli, type CliRule } from "./cli";

const CONNECTION = "-h -p -U -d --host --port --username --dbname";
const CLUSTER = "the database that its options, its environment or its configuration file name";

export const psql: Cli = {
  names: ["psql", "pgcli"],
  provider: "postgresql",
  reaches: CLUSTER,
  environment: "-h --host -d --dbname",
  flags:
    "-q -t -A -X -e -E -a -b -x -w -W -1 -n -s -S -z -0 --quiet --tuples-only --no-align --no-psqlrc --single-transaction --echo-all --expanded --csv --no-password",
  values: `${CONNECTION} -v -o -L -P -F -R -T -c -f --set --variable --output --log-file --pset --command --file`,
  commands: {
    "": {
      does: [],
      targets: { only: "none" },
      hand: {
        to: "sql",
        dialect: "postgresql",
        text: "-c --command",
        files: "-f --file",
        stdin: true,
      },
      when: [
        {
          options: "-o --output -L --log-file",
          does: ["overwrite"],
          noun: "file",
          type: "file",
          targets: { by: "-o --output -L --log-file" },
          undo: GONE,
        },
        {
          options: "-v --set --variable",
          does: [],
          unsure: "Its statements use variables that are set on the command line.",
        },
      ],
    },
  },
};

export const mysql: Cli = {
  names: ["mysql", "mariadb"],
  attached: "-p",
  provider: "mysql",
  reaches: CLUSTER,
  environment: "-h --host -D --database",
  flags:
    "-s -N -B -t -v -f -r -n -E -H -X -C --silent --batch --skip-column-names --force --raw --table --ssl --compress --no-auto-rehash -A --default-character-set --password",
  values:
    "-h -P -u -D -S -e --host --port --user --database --socket --execute --ssl-ca --ssl-mode --protocol --defaults-file --defaults-extra-file --login-path",
  commands: {
    "": {
      does: [],
      targets: { only: "none" },
      hand: { to: "sql", dialect: "mysql", text: "-e --execute", files: "", stdin: true },
      when: [{ options: "--init-command", does: [], unsure: "It runs another statement first." }],
    },
  },
};

export const mysqladmin: Cli = {
  names: ["mysqladmin", "mariadb-admin"],
  attached: "-p",
  provider: "mysql",
  reaches: CLUSTER,
  environment: "-h --host",
  flags: "-f -s -v --force --silent --password",
  values: "-h -P -u --host --port --user",
  commands: {
    ...each("ping,status,version,variables,processlist,extended-status", {
      does: [],
      bare: true,
      targets: { only: "none" },
    }),
    drop: {
      does: ["delete"],
      noun: "database",
      type: "mysql.database",
      stateful: true,
      undo: GONE,
      deep: true,
    },
    shutdown: {
      does: ["stop"],
      noun: "server",
      type: "mysql.server",
      targets: { always: "the server" },
    },
    kill: { does: ["stop"], noun: "connection", type: "mysql.connection" },
  },
};

const DROP = {
  does: ["delete"],
  stateful: true,
  undo: GONE,
  deep: true,
} satisfies Partial<CliRule>;
export const postgresTools: readonly Cli[] = [
  {
    names: ["dropdb"],
    provider: "postgresql",
    reaches: CLUSTER,
    environment: "-h --host",
    flags: "-e -f -i -w -W --if-exists --force --echo --interactive",
    values: `${CONNECTION} --maintenance-db`,
    commands: { "": { ...DROP, noun: "database", type: "postgresql.database" } },
  },
  {
    names: ["dropuser"],
    provider: "postgresql",
    reaches: CLUSTER,
    environment: "-h --host",
    flags: "-e -i --if-exists",
    values: CONNECTION,
    commands: { "": { does: ["permission_change"], noun: "role", type: "postgresql.role" } },
  },
  {
    names: ["createdb", "pg_isready", "vacuumdb", "reindexdb"],
    provider: "postgresql",
    reaches: CLUSTER,
    environment: "-h --host",
    flags: "-a -z -v -q --all --analyze",
    values: `${CONNECTION} -T -O -E -t`,
    commands: { "": { does: [], targets: { only: "none" } } },
  },
  {
    names: ["pg_dump", "pg_dumpall"],
    provider: "postgresql",
    reaches: CLUSTER,
    environment: "-h --host",
    flags:
      "-a -s -c -C -O -x -v -p -g -B --all-databases --single-transaction --data-only --schema-only --clean --no-owner --no-acl --gzip --if-exists --routines --triggers --quick",
    values: `${CONNECTION} -F -t -T -n -N -j -Z -u -P --format --table --schema --exclude-table --jobs --uri --db --collection --user --password`,
    commands: {
      "": {
        does: [],
        noun: "file",
        type: "file",
        when: [
          {
            options: "-f --file -o --out --archive --result-file -r",
            does: ["overwrite"],
            targets: { by: "-f --file -o --out --archive --result-file -r" },
          },
        ],
      },
    },
  },
  {
    names: ["pg_restore", "mongorestore"],
    provider: "postgresql",
    reaches: CLUSTER,
    environment: "-h --host -d --dbname",
    flags:
      "-a -s -v -O -x -1 -e --no-owner --no-acl --data-only --single-transaction --gzip --exit-on-error",
    values: `${CONNECTION} -j -n -t --jobs --uri --db --archive`,
    commands: {
      "": {
        does: ["overwrite"],
        noun: "database",
        type: "postgresql.database",
        targets: { by: "-d --dbname --db" },
        when: [
          { options: "-c --clean --drop", does: ["delete"] },
          { options: "-l --list -f --file", does: [], instead: true },
        ],
      },
    },
  },
  {
    names: ["pg_ctl"],
    provider: "postgresql",
    reaches: "the server of the folder that it names",
    flags: "-w -s",
    values: "-D -m -l -o -t --pgdata --mode",
    commands: {
      status: { does: [] },
      start: { does: [] },
      reload: { does: [] },
      ...each("stop,restart,promote", {
        does: ["stop"],
        noun: "server",
        type: "postgresql.server",
        targets: { by: "-D --pgdata" },
      }),
      initdb: { does: ["unknown"] },
    },
  },
];

export const redisCli: Cli = {
  names: ["redis-cli", "valkey-cli", "keydb-cli"],
  provider: "redis",
  reaches: "the server that its options name, or the local one",
  environment: "-h -u -n",
  flags:
    "-c --no-auth-warning --raw --csv --json --tls --stat --latency --bigkeys --memkeys --hotkeys --scan --no-raw --insecure",
  values: "-h -p -a -u -n -r -i --user --pass --pattern --cacert --cert --key --sni",
  commands: {
    "": {
      does: [],
      targets: { only: "none" },
      unsure: "It reads commands that somebody types, or a pipe.",
      when: [
        {
          options: "--stat --latency --bigkeys --memkeys --hotkeys --scan",
          does: [],
          instead: true,
        },
      ],
    },
    ...harmless(
      "get,mget,keys,scan,exists,ttl,pttl,type,strlen,hget,hgetall,hkeys,hlen,lrange,llen,smembers,scard,zrange,zcard,info,ping,dbsize,time,client list,client info,config get,memory usage,memory stats,slowlog get,object encoding,command,cluster info,cluster nodes,latency latest,xlen,xrange,xinfo,lastsave,role,echo,pubsub",
    ),
    ...harmless("setnx,lpush,rpush,sadd,zadd,hsetnx,bgsave,publish,auth,select"),
    ...each("flushall,flushdb", {
      does: ["truncate"],
      noun: "database",
      type: "redis.database",
      stateful: true,
      targets: { always: "every key" },
      undo: {
        value: "irreversible",
        because: "Its own files are rewritten without the keys.",
        disputed: false,
      },
    }),
    ...each("del,unlink,hdel,srem,zrem,lrem,xdel,getdel", {
      does: ["delete"],
      noun: "key",
      type: "redis.key",
      stateful: true,
      undo: GONE,
    }),
    ...each(
      "ltrim,xtrim,spop,lpop,rpop,zpopmin,zpopmax,zremrangebyscore,zremrangebyrank,zremrangebylex",
      {
        does: ["delete"],
        noun: "key's element",
        type: "redis.key",
        targets: { only: "first" },
        stateful: true,
        undo: GONE,
      },
    ),
    ...each("expire,pexpire,expireat,pexpireat", {
      does: ["delete"],
      noun: "key",
      type: "redis.key",
      targets: { only: "first" },
    }),
    ...each(
      "set,incr,decr,incrby,decrby,hset,hincrby,setex,append,setrange,rename,restore,getset,mset",
      { does: ["overwrite"], noun: "key", type: "redis.key" },
    ),
    ...each("shutdown,debug,failover", {
      does: ["stop"],
      noun: "server",
      type: "redis.server",
      targets: { always: "the server" },
    }),
    ...each(
      "eval,evalsha,fcall,script,config set,cluster reset,replicaof,slaveof,migrate,function,module",
      { does: ["unknown"] },
    ),
  },
};

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

export const etcdctl: Cli = {
  names: ["etcdctl"],
  provider: "etcd",
  reaches: "the cluster that its options or environment name",
  environment: "--endpoints",
  flags: "-w",
  values: "--endpoints --cacert --cert --key --user --password -w --write-out",
  commands: {
    ...harmless(
      "get,member list,endpoint health,endpoint status,version,lease list,snapshot status",
      { flags: "--prefix --keys-only --count-only --from-key", values: "--limit --rev" },
    ),
    put: { does: ["overwrite"], noun: "key", type: "etcd.key", targets: { only: "first" } },
    del: {
      does: ["delete"],
      noun: "key",
      type: "etcd.key",
      stateful: true,
      undo: GONE,
      when: [{ options: "--prefix --from-key", does: [], deep: true }],
    },
    "member remove": { does: ["detach"], noun: "member", type: "etcd.member" },
    "snapshot save": { does: ["overwrite"], noun: "file", type: "file" },
    "snapshot restore": { does: ["overwrite"], noun: "data folder", type: "file" },
    "lease revoke": { does: ["delete"], noun: "lease", type: "etcd.lease", stateful: true },
    "user delete": { does: ["permission_change"], noun: "user", type: "etcd.user" },
    compact: {
      does: ["recovery_removal"],
      noun: "history",
      type: "etcd.history",
      undo: GONE,
      targets: { always: "old revisions" },
    },
  },
};

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
        { options: "--delete", does: ["delete"], undo: GONE },
        { options: "--alter --reset-offsets --offset-json-file", does: ["overwrite"] },
      ],
    },
  },
};
