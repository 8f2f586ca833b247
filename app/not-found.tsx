import { TextLink } from "./_ui/link";
import { Logo } from "./_ui/logo";

export default function NotFound() {
  return (
    <main className="mx-auto flex max-w-[720px] flex-col items-start gap-4 px-4 py-10">
      <title>Not found / Homeport</title>
      <div className="mb-4">
        <Logo />
      </div>
      <h1 className="text-title font-strong">There is nothing here</h1>
      <p>The address is not one of this portal’s, or what it named is gone.</p>
      <TextLink href="/">Go to the overview</TextLink>
    </main>
  );
}
