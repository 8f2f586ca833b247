import { Fragment } from "react";

/** An address or a fingerprint, which goes on in the next line after a colon where there is one in time. */
export function Breakable({ text }: { text: string }) {
  return text.split(/(?<=:)/).map((part, at) => (
    // The parts of a text never change their order.
    <Fragment key={at}>
      {at === 0 ? null : <wbr />}
      {part}
    </Fragment>
  ));
}
