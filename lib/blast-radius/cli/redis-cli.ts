import { type Cli, each, GONE, harmless } from "./cli";

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
    eval: {
      does: ["unknown"],
      noun: "script",
      type: "redis.script",
      targets: { only: "none" },
      when: [{ operand: /flush(all|db)|['"](del|unlink)['"]/i, does: ["delete"], stateful: true }],
    },
    ...each(
      "evalsha,fcall,script,config set,cluster reset,replicaof,slaveof,migrate,function,module",
      { does: ["unknown"] },
    ),
  },
};
