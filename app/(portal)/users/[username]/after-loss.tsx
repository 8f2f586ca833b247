import { Notice } from "@/app/_ui/notice";
import type { UserDetails } from "@/lib/users/read";

/** A lost device is cut off already: what is left to do lies with people. */
export function AfterLoss({ device, user }: { device: string; user: UserDetails }) {
  return (
    <div className="mb-3">
      <Notice tone="attention" title="What to do next">
        <ol className="flex list-decimal flex-col gap-1 pl-5">
          <li>Wait until every node has given its receipt above: from then on nobody gets in with {device}.</li>
          <li>Ask {user.name} to change the passwords that were kept on it, and to lock or wipe it from afar where that is possible.</li>
          {user.state === "active" ? <li>Add a device under another name for what replaces it. Its name is never used again.</li> : null}
          <li>Look at the VPN sessions below for any that {user.name} does not know.</li>
        </ol>
      </Notice>
    </div>
  );
}
