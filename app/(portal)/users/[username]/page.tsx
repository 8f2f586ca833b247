import { notFound } from "next/navigation";
import { pageContext } from "@/app/_shell/page-context";
import { reading } from "@/app/_shell/reading";
import { Forbidden } from "@/app/_ui/forbidden";
import { isUsername } from "@/lib/users/common-name";
import { readUser } from "@/lib/users/read";
import { WholeUser } from "./whole-user";

type Props = { params: Promise<{ username: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function UserPage({ params, searchParams }: Props) {
  const ctx = await pageContext();
  const username = decodeURIComponent((await params).username);
  if (!isUsername(username)) notFound();
  const { value: user, forbidden } = await reading(readUser(ctx, username));
  if (forbidden !== null) return <Forbidden title={username} sentence={forbidden} />;
  if (!user) notFound();
  return <WholeUser ctx={ctx} user={user} query={await searchParams} />;
}
