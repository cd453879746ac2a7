import type { HttpProvider } from "../provider";

export const railway: HttpProvider = {
  name: "railway",
  title: "Railway",
  hosts: ["backboard.railway.com", "backboard.railway.app"],
  graphql: ["/graphql/v2", "/graphql/internal", "/graphql"],
  routes: {},
};
