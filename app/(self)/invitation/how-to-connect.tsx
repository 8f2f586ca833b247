/** What to do with the file, in the common clients. */
export function HowToConnect({ fileName }: { fileName: string }) {
  return (
    <section aria-labelledby="how">
      <h2 id="how" className="mb-2 font-strong">
        How to connect
      </h2>
      <dl className="flex flex-col gap-3">
        <div>
          <dt className="font-strong">Windows, macOS</dt>
          <dd className="text-text-soft">
            Install OpenVPN Connect from openvpn.net, open it, choose <i>Upload file</i> and the file you saved. On macOS Tunnelblick does
            as well: double-click the file.
          </dd>
        </div>
        <div>
          <dt className="font-strong">iPhone, iPad, Android</dt>
          <dd className="text-text-soft">
            Install OpenVPN Connect from the store. Open the file in it: from the share menu, or with <i>Upload file</i>.
          </dd>
        </div>
        <div>
          <dt className="font-strong">Linux</dt>
          <dd className="text-text-soft">
            Import the file in the network settings under VPN, or run{" "}
            <code className="font-mono text-small break-all text-text">sudo openvpn --config {fileName}</code>
          </dd>
        </div>
      </dl>
    </section>
  );
}
