import { db } from "@/lib/db/client";
import { matchingUsernames } from "@/lib/users/matching-usernames";
import type { UserFilter } from "@/lib/users/user-filter";
import type { Export } from "./export";

type UserLine = {
  username: string;
  name: string;
  email: string | null;
  state: string;
  devices: number;
  added: Date;
  suspended: Date | null;
  offboarded: Date | null;
  leaves: Date | null;
};

/** Users by the filter of their list. */
export const exportUsers = (filter: UserFilter, now: Date): Export<UserLine> => ({
  columns: ["username", "name", "email", "state", "devices", "added", "suspended", "offboarded", "leaves"],
  rows: userLines(filter, now),
});

async function* userLines(filter: UserFilter, now: Date): AsyncGenerator<UserLine[]> {
  for await (const usernames of matchingUsernames(filter, now, "search")) {
    const users = await db().user.findMany({ where: { username: { in: usernames } } });
    const place = new Map(usernames.map((username, at) => [username, at]));
    users.sort((a, b) => (place.get(a.username) ?? 0) - (place.get(b.username) ?? 0));
    yield users.map((user) => ({
      username: user.username,
      name: user.name,
      email: user.email,
      state: user.state,
      devices: user.deviceCount,
      added: user.createdAt,
      suspended: user.suspendedAt,
      offboarded: user.offboardedAt,
      leaves: user.leavesAt,
    }));
  }
}

type DeviceLine = {
  username: string;
  device: string;
  ipv4: string;
  ipv6: string;
  state: "active" | "removed";
  added: Date;
  removed: Date | null;
  certificates: string[];
};

/** The devices of the users that a filter matches; certificates are the common names that are admitted now. */
export const exportDevices = (filter: UserFilter, now: Date): Export<DeviceLine> => ({
  columns: ["username", "device", "ipv4", "ipv6", "state", "added", "removed", "certificates"],
  rows: deviceLines(filter, now),
});

async function* deviceLines(filter: UserFilter, now: Date): AsyncGenerator<DeviceLine[]> {
  for await (const usernames of matchingUsernames(filter, now, "search")) {
    const devices = await db().device.findMany({
      where: { user: { username: { in: usernames } } },
      orderBy: [{ user: { username: "asc" } }, { name: "asc" }],
      include: {
        user: { select: { username: true } },
        certificates: {
          where: { revision: { not: null }, removalRevision: null },
          select: { commonName: true },
          orderBy: { reservedAt: "asc" },
        },
      },
    });
    yield devices.map((device) => ({
      username: device.user.username,
      device: device.name,
      ipv4: device.ipv4,
      ipv6: device.ipv6,
      state: device.removedAt ? "removed" : "active",
      added: device.createdAt,
      removed: device.removedAt,
      certificates: device.certificates.map((one) => one.commonName),
    }));
  }
}
