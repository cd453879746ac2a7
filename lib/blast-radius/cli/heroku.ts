import { cascade, copies } from "../http/provider";
import { type Cli, each, GONE, harmless } from "./cli";
import { LOST_WITH_BACKUPS } from "./lost-with-backups";

const APP = "-a --app -r --remote";

export const heroku: Cli = {
  names: ["heroku"],
  provider: "heroku",
  reaches: "the app that the folder's git remote names",
  environment: APP,
  flags: "--json",
  values: `${APP} --confirm -c -t --team`,
  commands: {
    ...harmless(
      "apps,apps:info,info,logs,ps,config,config:get,pg:info,pg:ps,addons,addons:info,releases,releases:info,status,auth:whoami,pg:backups,pg:backups:info,domains,access,maintenance,pg:diagnose",
      { flags: "-t --tail -s --shell", values: "-n --num -p -d --ps --dyno" },
    ),
    ...harmless("pg:backups:capture,create,apps:create"),
    "pg:reset": {
      does: ["truncate"],
      noun: "database",
      type: "heroku.database",
      stateful: true,
      deep: true,
      undo: {
        value: "unknown",
        because: "Whether a backup was captured before, the command doesn't say.",
        disputed: false,
      },
    },
    ...each("apps:destroy,destroy,apps:delete", {
      does: ["delete", "recovery_removal"],
      noun: "app",
      type: "heroku.app",
      stateful: true,
      deep: true,
      targets: { by: "-a --app --confirm" },
      takes: [
        cascade("Its add-ons, with their databases", "heroku.addon", "belongs to the target"),
        copies("The backups of its databases", "heroku.pg_backup", "kept with the add-on"),
      ],
      undo: LOST_WITH_BACKUPS,
    }),
    ...each("addons:destroy,addons:remove", {
      does: ["delete", "recovery_removal"],
      noun: "add-on",
      type: "heroku.addon",
      stateful: true,
      flags: "-f --force",
      undo: LOST_WITH_BACKUPS,
    }),
    "addons:detach": { does: ["detach"], noun: "add-on", type: "heroku.addon" },
    "pg:backups:delete": {
      does: ["recovery_removal"],
      noun: "backup",
      type: "heroku.pg_backup",
      stateful: true,
      undo: GONE,
    },
    "pg:backups:restore": {
      does: ["overwrite"],
      noun: "database",
      type: "heroku.database",
      stateful: true,
      undo: GONE,
    },
    ...each("pg:copy,pg:promote,pg:unfollow", {
      does: ["overwrite"],
      noun: "database",
      type: "heroku.database",
      stateful: true,
    }),
    "pg:killall": { does: ["stop"], noun: "connection", type: "heroku.database" },
    ...each("ps:stop,ps:kill,ps:restart,restart,dyno:kill,dyno:restart,maintenance:on", {
      does: ["stop"],
      noun: "dyno",
      type: "heroku.dyno",
    }),
    ...each("ps:scale,scale", {
      does: ["unknown"],
      noun: "dyno",
      type: "heroku.dyno",
      when: [{ operand: /=0(:|$)/, does: ["stop"], instead: true }],
    }),
    "config:unset": { does: ["delete"], noun: "variable", type: "heroku.config", stateful: true },
    "config:set": {
      does: ["overwrite"],
      noun: "variable",
      type: "heroku.config",
      targets: { pick: /^(\w+)=/ },
    },
    "releases:rollback": { does: ["replace"], noun: "release", type: "heroku.release" },
    "domains:remove": { does: ["detach"], noun: "domain", type: "heroku.domain" },
    "domains:clear": { does: ["detach"], noun: "domain", type: "heroku.domain" },
    "access:remove": { does: ["permission_change"], noun: "collaborator", type: "heroku.access" },
    "repo:reset": {
      does: ["delete"],
      noun: "repository",
      type: "heroku.repository",
      stateful: true,
    },
  },
};
