import { cascade, copies, lost, type HttpProvider } from "../provider";

/** DigitalOcean's API, version 2, as far as it destroys. */
export const digitalocean: HttpProvider = {
  name: "digitalocean",
  title: "DigitalOcean",
  hosts: ["api.digitalocean.com"],
  routes: {
    "DELETE /v2/droplets/{droplet}": {
      does: ["delete"],
      noun: "droplet",
      type: "digitalocean.droplet",
      id: "{droplet}",
      stateful: true,
      takes: [cascade("Its local disk", "digitalocean.disk", "is inside the target")],
      undo: lost("A droplet's disk is destroyed with it; snapshots are apart."),
    },
    "DELETE /v2/droplets/{droplet}/destroy_with_associated_resources/dangerous": {
      does: ["delete", "recovery_removal"],
      noun: "droplet",
      type: "digitalocean.droplet",
      id: "{droplet}",
      stateful: true,
      takes: [
        cascade(
          "Its volumes, floating addresses and disk",
          "digitalocean.volume",
          "associated with the target",
        ),
        copies("Its snapshots", "digitalocean.snapshot", "associated with the target"),
      ],
      undo: lost("The snapshots go with the droplet."),
    },
    "DELETE /v2/volumes/{volume}": {
      does: ["delete"],
      noun: "volume",
      type: "digitalocean.volume",
      id: "{volume}",
      stateful: true,
      undo: lost("A deleted volume isn't kept."),
    },
    "DELETE /v2/databases/{database}": {
      does: ["delete", "recovery_removal"],
      noun: "database cluster",
      type: "digitalocean.database",
      id: "{database}",
      stateful: true,
      takes: [
        copies("Its automatic backups", "digitalocean.database_backup", "kept with the target"),
      ],
      undo: lost("The backups of a cluster belong to it."),
    },
    "DELETE /v2/databases/{database}/dbs/{name}": {
      does: ["delete"],
      noun: "database",
      type: "digitalocean.database",
      id: "{name}",
      stateful: true,
    },
    "DELETE /v2/kubernetes/clusters/{cluster}": {
      does: ["delete"],
      noun: "cluster",
      type: "digitalocean.kubernetes_cluster",
      id: "{cluster}",
      stateful: true,
      takes: [cascade("All its workloads", "kubernetes.any", "runs in the target")],
    },
    "DELETE /v2/snapshots/{snapshot}": {
      does: ["recovery_removal"],
      noun: "snapshot",
      type: "digitalocean.snapshot",
      id: "{snapshot}",
      stateful: true,
      undo: lost("The moment that it was taken has passed."),
    },
    "DELETE /v2/apps/{app}": {
      does: ["delete", "stop"],
      noun: "app",
      type: "digitalocean.app",
      id: "{app}",
      stateful: null,
    },
    "DELETE /v2/domains/{domain}": {
      does: ["delete"],
      noun: "domain",
      type: "digitalocean.domain",
      id: "{domain}",
      stateful: true,
      takes: [cascade("All its DNS records", "digitalocean.dns_record", "belongs to the target")],
    },
  },
};
