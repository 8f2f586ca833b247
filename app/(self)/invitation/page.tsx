import { connection } from "next/server";
import { Invitation } from "./invitation";

/** The same page for everybody: the token is behind "#", so opening it changes nothing and tells the server nothing (I11). */
export default async function InvitationPage() {
  await connection();
  return (
    <>
      <title>Invitation / Homeport</title>
      <Invitation />
    </>
  );
}
