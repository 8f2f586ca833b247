import { TextLink } from "./link";
import { Empty } from "./empty";
import { PageHead } from "./page-head";

/** The third kind of empty page: not allowed, and who could change that. */
export function Forbidden({ title, sentence }: { title: string; sentence: string }) {
  return (
    <div data-forbidden>
      <PageHead title={title} />
      <Empty sentence={sentence}>
        <TextLink href="/">Go to the overview</TextLink>
      </Empty>
    </div>
  );
}
