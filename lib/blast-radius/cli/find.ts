import type { Cli } from "./cli";
import { access } from "./access";
import { aws } from "./aws";
import { az } from "./az";
import { btrfs } from "./btrfs";
import { cp } from "./cp";
import { curl } from "./curl";
import { dd } from "./dd";
import { diagnostics } from "./diagnostics";
import { docker, dockerCompose } from "./docker";
import { doctl } from "./doctl";
import { etcdctl } from "./etcdctl";
import { fly } from "./fly";
import { gcloud, gsutil } from "./gcloud";
import { gh } from "./gh";
import { git } from "./git";
import { gzip } from "./gzip";
import { helm } from "./helm";
import { heroku } from "./heroku";
import { httpie } from "./httpie";
import { inspection } from "./inspection";
import { interpreters } from "./interpreters";
import { javaTools } from "./java-tools";
import { kafkaConsumer, kafkaTopics } from "./kafka-topics";
import { kubectl } from "./kubectl";
import { linters } from "./linters";
import { ln } from "./ln";
import { lvm } from "./lvm";
import { mkfs } from "./mkfs";
import { mongosh } from "./mongosh";
import { mv } from "./mv";
import { mysql, mysqladmin, mysqldump } from "./mysql";
import { keyTools } from "./key-tools";
import { others } from "./others";
import { packages } from "./packages";
import { diskutil, partitions } from "./partitions";
import { postgresTools } from "./postgres-tools";
import { psql } from "./psql";
import { pulumi } from "./pulumi";
import { rabbitmqctl, rabbitmqDiagnostics } from "./rabbitmqctl";
import { railway } from "./railway";
import { adding, careful, pure } from "./read-only";
import { redisCli } from "./redis-cli";
import { rm, rmdir, unlink } from "./rm";
import { rsync } from "./rsync";
import { scp } from "./scp";
import { sed } from "./sed";
import { services } from "./services";
import { shred } from "./shred";
import { streams } from "./streams";
import { tar } from "./tar";
import { tee } from "./tee";
import { terraform } from "./terraform";
import { truncate } from "./truncate";
import { vercel } from "./vercel";
import { wget } from "./wget";
import { blkdiscard, wipefs } from "./wipefs";
import { zfs, zpool } from "./zfs";

const CLIS: readonly Cli[] = [
  rm,
  rmdir,
  unlink,
  shred,
  truncate,
  mv,
  cp,
  ln,
  tee,
  sed,
  rsync,
  scp,
  tar,
  gzip,
  dd,
  mkfs,
  wipefs,
  blkdiscard,
  partitions,
  diskutil,
  ...lvm,
  zfs,
  zpool,
  btrfs,
  git,
  docker,
  dockerCompose,
  kubectl,
  helm,
  terraform,
  pulumi,
  psql,
  mysql,
  mysqladmin,
  mysqldump,
  ...postgresTools,
  redisCli,
  mongosh,
  etcdctl,
  rabbitmqctl,
  rabbitmqDiagnostics,
  kafkaTopics,
  kafkaConsumer,
  aws,
  gcloud,
  gsutil,
  az,
  doctl,
  railway,
  heroku,
  fly,
  vercel,
  gh,
  ...others,
  curl,
  wget,
  httpie,
  ...services,
  ...access,
  ...packages,
  pure,
  ...adding,
  ...careful,
  ...interpreters,
  ...inspection,
  ...diagnostics,
  ...linters,
  ...javaTools,
  ...keyTools,
  ...streams,
];

const BY_NAME: ReadonlyMap<string, Cli> = new Map(
  CLIS.toReversed().flatMap((cli) => cli.names.map((name) => [name, cli] as const)),
);

/** The grammar of a program, by the name that it is called by. */
export const findCli = (name: string): Cli | null => BY_NAME.get(name) ?? null;
