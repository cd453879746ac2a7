import { cascade, copies } from "../http/provider";
import { type Cli, each, harmless } from "./cli";
import { LOST_WITH_BACKUPS } from "./lost-with-backups";

export const railway: Cli = {
  names: ["railway"],
  provider: "railway",
  reaches: "the project and environment that the folder is linked to",
  environment: "-e --environment -s --service -p --project",
  flags: "-y --yes --json",
  values: "-e --environment -s --service -p --project",
  commands: {
    ...harmless("status,list,logs,whoami,variables,volume list", {
      flags: "-d -b -k --deployment --build --kv",
    }),
    ...each("volume delete,volume remove,volume rm", {
      does: ["delete", "recovery_removal"],
      noun: "volume",
      type: "railway.volume",
      stateful: true,
      deep: true,
      flags: "-y --yes",
      values: "-v --volume",
      targets: { by: "-v --volume" },
      takes: [
        copies("All backups of the volume", "railway.volume_backup", "kept inside the volume"),
      ],
      undo: {
        value: "irreversible",
        because: "The backups are deleted with the volume.",
        disputed: true,
      },
    }),
    "volume detach": {
      does: ["detach"],
      noun: "volume",
      type: "railway.volume",
      values: "-v --volume",
      targets: { by: "-v --volume" },
    },
    "environment delete": {
      does: ["delete"],
      noun: "environment",
      type: "railway.environment",
      stateful: true,
      deep: true,
      takes: [cascade("Its services and volumes", "railway.volume", "belongs to the target")],
    },
    ...each("delete,project delete", {
      does: ["delete", "recovery_removal"],
      noun: "project",
      type: "railway.project",
      stateful: true,
      deep: true,
      undo: LOST_WITH_BACKUPS,
    }),
    "service delete": {
      does: ["delete"],
      noun: "service",
      type: "railway.service",
      stateful: null,
    },
    down: {
      does: ["stop"],
      noun: "deployment",
      type: "railway.deployment",
      targets: { always: "the latest deployment" },
    },
    ...each("redeploy,restart", {
      does: ["stop"],
      noun: "deployment",
      type: "railway.deployment",
      targets: { always: "the latest deployment" },
    }),
    up: {
      does: ["replace"],
      noun: "deployment",
      type: "railway.deployment",
      flags: "-d --detach --ci",
      targets: { always: "the latest deployment" },
    },
    "variables set": { does: ["overwrite"], noun: "variable", type: "railway.variable" },
    "variables delete": {
      does: ["delete"],
      noun: "variable",
      type: "railway.variable",
      stateful: true,
    },
  },
};
