import { route } from "@/app/_shell/route";
import { CertificateAnswer, readCertificate } from "@/lib/pki/read-certificate";

export const GET = route(
  { as: "account", summary: "Read one certificate by its serial, with its PEM", answer: CertificateAnswer },
  ({ ctx, params }) => readCertificate(ctx, params.serial ?? ""),
);
