import { cookies } from "next/headers";
import { ago, date, exact, moment, readZone } from "./moments";

const zone = async () => readZone((await cookies()).get("zone")?.value);

type Props = { at: Date; inRow?: boolean };

/** Relative on the screen, exact on hover and focus. In a row of a long table it takes no stop of the Tab key. */
export async function Ago({ at, inRow }: Props) {
  return (
    <time dateTime={at.toISOString()} data-ago="" data-exact={exact(at, await zone())} tabIndex={inRow ? undefined : 0}>
      {ago(at, new Date())}
    </time>
  );
}

/** "29 Nov, 14:00" in the reader's own time zone. */
export async function Moment({ at, inRow }: Props) {
  const name = await zone();
  return (
    <time dateTime={at.toISOString()} data-exact={exact(at, name)} tabIndex={inRow ? undefined : 0}>
      {moment(at, name)}
    </time>
  );
}

/** "29 Nov 2026" in the reader's own time zone. */
export async function Day({ at, inRow }: Props) {
  const name = await zone();
  return (
    <time dateTime={at.toISOString()} data-exact={exact(at, name)} tabIndex={inRow ? undefined : 0}>
      {date(at, name)}
    </time>
  );
}
