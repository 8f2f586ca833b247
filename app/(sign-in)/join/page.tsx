import { connection } from "next/server";
import { Join } from "./join";

/** The same page for everybody: the token is behind "#", so opening it changes nothing and tells the server nothing (I11). */
export default async function JoinPage() {
  await connection();
  return (
    <>
      <title>Account invitation / Homeport</title>
      <Join />
    </>
  );
}
