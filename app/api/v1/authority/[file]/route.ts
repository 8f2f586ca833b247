import { route } from "@/app/_shell/route";
import { readChainPem, readCrlPem, readCrls } from "@/lib/pki/read-files";
import { refuse } from "@/lib/refusal";

const PEM = "application/x-pem-file";

/** The public files of the authority: what anybody who checks a certificate needs, and no secret. */
export const GET = route({ as: "anyone", summary: "Download crl.pem, crl.der or chain.pem" }, async ({ params }) => {
  const file = (name: string, type: string, body: BodyInit) =>
    new Response(body, {
      headers: { "content-type": type, "content-disposition": `attachment; filename="${name}"`, "cache-control": "no-cache" },
    });
  switch (params.file) {
    case "crl.pem":
      return file("crl.pem", PEM, await readCrlPem());
    case "crl.der": {
      const [newest] = (await readCrls()).reverse();
      return newest ? file("crl.der", "application/pkix-crl", new Uint8Array(newest)) : refuse("missing", "There is no CRL yet.");
    }
    case "chain.pem":
      return file("trusted_chain.pem", PEM, await readChainPem());
    default:
      return refuse("missing", "There is crl.pem, crl.der and chain.pem here.");
  }
});
