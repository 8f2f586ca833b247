import { route } from "@/app/_shell/route";
import { AuthorityAnswer, readAuthority } from "@/lib/pki/read";

export const GET = route(
  { as: "account", summary: "Read the root, the issuing CAs, the CRL in force and what ends within 90 days", answer: AuthorityAnswer },
  ({ ctx }) => readAuthority(ctx),
);
