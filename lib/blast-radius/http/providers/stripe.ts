import { lost, type HttpProvider } from "../provider";

/** Stripe's API, as far as it destroys; money that moves is left to be read as unknown. */
export const stripe: HttpProvider = {
  name: "stripe",
  title: "Stripe",
  hosts: ["api.stripe.com"],
  routes: {
    "DELETE /v1/customers/{customer}": {
      does: ["delete"],
      noun: "customer",
      type: "stripe.customer",
      id: "{customer}",
      stateful: true,
      takes: [
        {
          name: "Its active subscriptions, cancelled at once",
          type: "stripe.subscription",
          role: "cascade",
          stateful: true,
          via: "belongs to the target",
        },
      ],
      undo: lost("Stripe can't undo the deletion of a customer."),
    },
    "DELETE /v1/subscriptions/{subscription}": {
      does: ["stop"],
      noun: "subscription",
      type: "stripe.subscription",
      id: "{subscription}",
      stateful: true,
      undo: lost("A cancelled subscription can't be taken up again."),
    },
    "DELETE /v1/products/{product}": {
      does: ["delete"],
      noun: "product",
      type: "stripe.product",
      id: "{product}",
      stateful: true,
    },
  },
};
