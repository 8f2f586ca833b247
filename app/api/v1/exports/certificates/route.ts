import { download } from "@/app/_shell/download";
import { formatOf, mediaType } from "@/app/_shell/export-format";
import { route } from "@/app/_shell/route";
import { exportCertificates } from "@/lib/exports/export-lists";
import { startExport } from "@/lib/exports/start-export";
import { CertificateQuery } from "@/lib/pki/certificate-filter";

const Query = CertificateQuery.omit({ cursor: true }).extend(formatOf);

export const GET = route(
  { as: "account", summary: "Export the certificates that a filter matches as CSV or JSON", query: Query },
  async ({ ctx, query: { format, ...filter } }) => {
    const pieces = await startExport(ctx, "certificates", format, filter, () => exportCertificates(ctx, filter));
    return download(`certificates.${format}`, mediaType(format), pieces);
  },
);
