import { cascade, lost, unclear, type HttpProvider } from "../provider";

/** Cloudflare's API, version 4, as far as it destroys. */
export const cloudflare: HttpProvider = {
  name: "cloudflare",
  title: "Cloudflare",
  hosts: ["api.cloudflare.com"],
  graphql: ["/client/v4/graphql"],
  routes: {
    "DELETE /client/v4/zones/{zone}": {
      does: ["delete"],
      noun: "zone",
      type: "cloudflare.zone",
      id: "{zone}",
      stateful: true,
      takes: [
        cascade(
          "All DNS records and rules of the zone",
          "cloudflare.dns_record",
          "belongs to the target",
        ),
      ],
      undo: unclear("Nothing observed shows that Cloudflare brings a zone's records back."),
    },
    "DELETE /client/v4/zones/{zone}/dns_records/{record}": {
      does: ["delete"],
      noun: "DNS record",
      type: "cloudflare.dns_record",
      id: "{record}",
      stateful: false,
      undo: {
        value: "rebuildable",
        because: "A record can be made again by whoever knows what it held.",
        disputed: false,
      },
    },
    "PUT /client/v4/zones/{zone}/dns_records/{record}": {
      does: ["overwrite"],
      noun: "DNS record",
      type: "cloudflare.dns_record",
      id: "{record}",
      stateful: false,
    },
    "PATCH /client/v4/zones/{zone}/dns_records/{record}": {
      does: ["overwrite"],
      noun: "DNS record",
      type: "cloudflare.dns_record",
      id: "{record}",
      stateful: false,
    },
    "POST /client/v4/zones/{zone}/purge_cache": {
      does: ["truncate"],
      noun: "cache",
      type: "cloudflare.cache",
      id: "{zone}",
      stateful: false,
      undo: {
        value: "rebuildable",
        because: "A cache fills again; the origin bears the load until then.",
        disputed: false,
      },
    },
    "DELETE /client/v4/accounts/{account}/r2/buckets/{bucket}": {
      does: ["delete"],
      noun: "bucket",
      type: "cloudflare.r2_bucket",
      id: "{bucket}",
      stateful: true,
      undo: lost("A deleted R2 bucket isn't kept anywhere."),
    },
    "DELETE /client/v4/accounts/{account}/d1/database/{database}": {
      does: ["delete", "recovery_removal"],
      noun: "database",
      type: "cloudflare.d1_database",
      id: "{database}",
      stateful: true,
    },
    "DELETE /client/v4/accounts/{account}/storage/kv/namespaces/{namespace}": {
      does: ["delete"],
      noun: "KV namespace",
      type: "cloudflare.kv_namespace",
      id: "{namespace}",
      stateful: true,
      takes: [cascade("All its keys", "cloudflare.kv_key", "belongs to the target")],
    },
    "DELETE /client/v4/accounts/{account}/workers/scripts/{script}": {
      does: ["delete", "stop"],
      noun: "worker",
      type: "cloudflare.worker",
      id: "{script}",
      stateful: null,
    },
  },
};
