import { Notice } from "@/app/_ui/notice";
import { Moment } from "@/app/_ui/time";

/** Two machines have one profile: each took the VPN session of the other until it was left where it is. */
export function InTwoPlaces({ since }: { since: Date }) {
  return (
    <div className="mb-3">
      <Notice tone="attention" title="In use in two places">
        <p>
          Since <Moment at={since} /> two machines connect with this device’s profile, so each is reachable only half the time. If nobody
          knows why, report the device lost. If it is meant, add a device for the second machine. This goes ten minutes after one of them
          has left.
        </p>
      </Notice>
    </div>
  );
}
