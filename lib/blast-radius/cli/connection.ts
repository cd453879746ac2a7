export const CONNECTION = "-h -p -U -d --host --port --username --dbname";

export const CLUSTER =
  "the database that its options, its environment or its configuration file name";
