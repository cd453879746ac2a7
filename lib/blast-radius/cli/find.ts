import type { Cli } from "./cli";
import { aws, az, doctl, gcloud, gsutil } from "./clouds";
import {
  etcdctl,
  kafkaTopics,
  mongosh,
  mysql,
  mysqladmin,
  postgresTools,
  psql,
  rabbitmqctl,
  redisCli,
} from "./databases";
import {
  blkdiscard,
  btrfs,
  dd,
  diskutil,
  lvm,
  mkfs,
  partitions,
  wipefs,
  zfs,
  zpool,
} from "./disks";
import { docker, dockerCompose } from "./docker";
import {
  cp,
  gzip,
  ln,
  mv,
  rm,
  rmdir,
  rsync,
  scp,
  sed,
  shred,
  tar,
  tee,
  truncate,
  unlink,
} from "./files";
import { git } from "./git";
import { helm, kubectl } from "./kubernetes";
import { fly, gh, heroku, others, railway, vercel } from "./platforms";
import { careful, pure } from "./read-only";
import { curl, httpie, wget } from "./requests";
import { access, packages, services } from "./system";
import { pulumi, terraform } from "./terraform";

const CLIS: readonly Cli[] = [
  ...[rm, rmdir, unlink, shred, truncate, mv, cp, ln, tee, sed, rsync, scp, tar, gzip],
  ...[dd, mkfs, wipefs, blkdiscard, partitions, diskutil, ...lvm, zfs, zpool, btrfs],
  ...[git, docker, dockerCompose, kubectl, helm, terraform, pulumi],
  ...[
    psql,
    mysql,
    mysqladmin,
    ...postgresTools,
    redisCli,
    mongosh,
    etcdctl,
    rabbitmqctl,
    kafkaTopics,
  ],
  ...[aws, gcloud, gsutil, az, doctl, railway, heroku, fly, vercel, gh, ...others],
  ...[curl, wget, httpie],
  ...[...services, ...access, ...packages],
  ...[pure, ...careful],
];

const BY_NAME: ReadonlyMap<string, Cli> = new Map(
  CLIS.toReversed().flatMap((cli) => cli.names.map((name) => [name, cli] as const)),
);

/** The grammar of a program, by the name that it is called by. */
export const findCli = (name: string): Cli | null => BY_NAME.get(name) ?? null;
