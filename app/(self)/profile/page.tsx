import { connection } from "next/server";
import { ProfileRemotes } from "./profile-remotes";

/** For anybody, signed in or not: the file is read in the browser and stays there (I12). */
export default async function ProfilePage() {
  await connection();
  return (
    <>
      <title>New remotes for your profile / Homeport</title>
      <ProfileRemotes />
    </>
  );
}
