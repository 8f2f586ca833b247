import { route } from "@/app/_shell/route";
import { readAddress } from "@/lib/addresses/read-address";
import { refuse } from "@/lib/refusal";
import { AddressAnswer } from "../answer";

export const GET = route(
  { as: "account", summary: "Read an address of either family: its state, and who has or had it", answer: AddressAnswer },
  async ({ ctx, params }) =>
    (await readAddress(ctx, params.address ?? "")) ?? refuse("missing", "This address is in no pool, and nobody ever had it."),
);
