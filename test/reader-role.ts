import pg from "pg";

export interface ReaderRole {
  readonly name: string;
  readonly password: string;
  /** As that role, without anything else of the owner's URL. */
  readonly url: string;
  drop(): Promise<void>;
}

/** A role that can only read a schema of the database that `ownerUrl` opens, made as docs/collectors.md says. */
export async function makeReaderRole(
  ownerUrl: string,
  name: string,
  schema: string,
): Promise<ReaderRole> {
  const password = "s3cret-of-the-reader";
  const run = async (statements: string) => {
    const owner = new pg.Client({ connectionString: ownerUrl });
    await owner.connect();
    await owner.query(statements).finally(() => owner.end());
  };
  await run(`CREATE ROLE ${name} LOGIN PASSWORD '${password}';
    GRANT USAGE ON SCHEMA ${schema} TO ${name};
    GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO ${name}`);
  const url = new URL(ownerUrl);
  [url.username, url.password, url.search] = [name, password, ""];
  return {
    name,
    password,
    url: url.toString(),
    drop: () => run(`DROP OWNED BY ${name}; DROP ROLE ${name}`),
  };
}
