import { route } from "@/app/_shell/route";
import { checkCrl, CrlCheck } from "@/lib/pki/check-crl";

export const GET = route(
  { as: "account", summary: "Check the CRL file byte by byte: its signature, its number, its count of entries", answer: CrlCheck },
  ({ ctx }) => checkCrl(ctx),
);
