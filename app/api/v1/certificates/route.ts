import { route } from "@/app/_shell/route";
import { CertificateQuery } from "@/lib/pki/certificate-filter";
import { CertificateListAnswer } from "@/lib/pki/certificate-rows";
import { listCertificates } from "@/lib/pki/list-certificates";

export const GET = route(
  {
    as: "account",
    summary: "List certificates by state and order, or find them by how their common name or serial begins",
    query: CertificateQuery,
    answer: CertificateListAnswer,
  },
  ({ ctx, query }) => listCertificates(ctx, query),
);
