import { route } from "@/app/_shell/route";
import { CrlQuery, CrlViewAnswer, readCrlView } from "@/lib/pki/read-crl-view";

export const GET = route(
  { as: "account", summary: "Read the CRL in force, its entries newest first", query: CrlQuery, answer: CrlViewAnswer },
  ({ ctx, query }) => readCrlView(ctx, query),
);
