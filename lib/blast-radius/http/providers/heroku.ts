import { cascade, copies, lost, type HttpProvider } from "../provider";

/** Heroku's Platform API, as far as it destroys. */
export const heroku: HttpProvider = {
  name: "heroku",
  title: "Heroku",
  hosts: ["api.heroku.com", "postgres-api.heroku.com"],
  routes: {
    "DELETE /apps/{app}": {
      does: ["delete", "recovery_removal"],
      noun: "app",
      type: "heroku.app",
      id: "{app}",
      stateful: true,
      takes: [
        cascade("Its add-ons, with their databases", "heroku.addon", "belongs to the target"),
        copies("The backups of its databases", "heroku.pg_backup", "kept with the add-on"),
      ],
      undo: lost("An app's databases and their backups go with it."),
    },
    "DELETE /apps/{app}/addons/{addon}": {
      does: ["delete", "recovery_removal"],
      noun: "add-on",
      type: "heroku.addon",
      id: "{addon}",
      stateful: true,
      takes: [copies("The backups of its database", "heroku.pg_backup", "kept with the add-on")],
    },
    "DELETE /apps/{app}/dynos": {
      does: ["stop"],
      noun: "app's dyno",
      type: "heroku.dyno",
      id: "{app}",
      stateful: false,
    },
    "PATCH /apps/{app}/config-vars": {
      does: ["overwrite"],
      noun: "configuration",
      type: "heroku.config",
      id: "{app}",
      stateful: true,
    },
    "PUT /client/v11/databases/{database}/reset": {
      does: ["truncate"],
      noun: "database",
      type: "heroku.database",
      id: "{database}",
      stateful: true,
      undo: lost("Every table is dropped."),
    },
  },
};
