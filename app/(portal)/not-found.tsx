import { TextLink } from "@/app/_ui/link";
import { Empty } from "@/app/_ui/empty";
import { PageHead } from "@/app/_ui/page-head";

/** A user or node that is not there: within the portal, so that one can go on from it. */
export default function NotFound() {
  return (
    <>
      <PageHead title="Not found" />
      <Empty sentence="There is nobody and nothing of that name.">
        <TextLink href="/">Go to the overview</TextLink>
      </Empty>
    </>
  );
}
