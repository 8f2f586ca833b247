"use client";
import { useRef, useState } from "react";
import type { AddedUser } from "@/app/_shell/answers";
import { Button } from "@/app/_ui/button";
import { ButtonLink } from "@/app/_ui/link";
import { Field } from "@/app/_ui/field";
import { typed } from "@/app/_ui/fields";
import { SecretOnce } from "@/app/_ui/secret-once";
import { SendForm } from "@/app/_ui/send-form";
import { ChoosePair } from "../../addresses/choose-pair";
import { DEVICE_NAME_RULE, isDeviceName, isUsername, USERNAME_RULE } from "@/lib/users/common-name";
import { invitationNote } from "../invitation-note";
import { MailIt, mailAsked } from "../mail-it";
import { suggestUsername } from "./suggest-username";

type Done = { added: AddedUser; name: string };

/** `back` leads to the list as it was; `mail`: there is a server, so the link can go by mail. */
export function AddUserForm({ back, mail }: { back: string; mail: boolean }) {
  const [done, setDone] = useState<Done | null>(null);
  return done ? <Added {...done} again={() => setDone(null)} /> : <Form back={back} mail={mail} onDone={setDone} />;
}

function Form({ back, mail, onDone }: { back: string; mail: boolean; onDone: (done: Done) => void }) {
  const username = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState(false);
  return (
    <SendForm<AddedUser>
      method="POST"
      path="/api/v1/users"
      label="Add user"
      submit="Add user"
      body={(fields) => {
        const [email, device] = [typed(fields, "email").trim() || null, typed(fields, "device").trim() || null];
        return {
          name: typed(fields, "name"),
          username: typed(fields, "username").trim(),
          email,
          device,
          ipv4: typed(fields, "ipv4").trim() || null,
          mail: mailAsked(fields).mail && email !== null && device !== null,
        };
      }}
      check={(fields) => {
        const device = typed(fields, "device").trim();
        return {
          ...(isUsername(typed(fields, "username").trim()) ? {} : { username: USERNAME_RULE }),
          ...(device && !isDeviceName(device) ? { device: DEVICE_NAME_RULE } : {}),
        };
      }}
      done={(added, fields) => onDone({ added, name: typed(fields, "name").trim() })}
      beside={<ButtonLink href={back}>Cancel</ButtonLink>}
    >
      <Field
        name="name"
        label="Name"
        required
        autoFocus
        data-first=""
        ask="Enter the person’s name, such as Ann Smith."
        maxLength={100}
        onChange={(event) => {
          if (!chosen && username.current) username.current.value = suggestUsername(event.target.value);
        }}
      />
      <Field
        ref={username}
        name="username"
        label="Username"
        mono
        autoCapitalize="none"
        spellCheck={false}
        maxLength={36}
        hint="In every certificate of this person, for ever: it cannot be changed or given to somebody else later."
        onChange={(event) => setChosen(event.target.value !== "")}
      />
      <Field
        name="email"
        label="E-mail"
        type="email"
        optional
        ask="Enter an e-mail address, such as ann@example.org, or leave it empty."
        maxLength={200}
      />
      <Field
        name="device"
        label="First device"
        optional
        defaultValue="laptop"
        mono
        autoCapitalize="none"
        spellCheck={false}
        maxLength={19}
        hint="Gets its own IPv4 and IPv6 address, which it keeps, and an invitation. Empty: no device yet."
      />
      <ChoosePair />
      <MailIt to={mail ? "the user, if there is an address" : null} />
    </SendForm>
  );
}

function Added({ added, name, again }: Done & { again: () => void }) {
  const { invitation, device } = added;
  return (
    <div className="flex flex-col gap-5">
      {invitation?.link ? (
        <>
          <SecretOnce label={`Invitation link for ${name}`} text={invitation.link} copy="Copy link" note={invitationNote(invitation)} />
          {device ? (
            <p>
              {name}’s {device.name} will have <span className="font-mono text-small">{device.ipv4}</span> and{" "}
              <span className="font-mono text-small break-all">{device.ipv6}</span>.{" "}
              {invitation.mailed ? `The link is on its way to ${name}` : `Send the link to ${name}`}: opening it makes the profile, in their
              own browser.
            </p>
          ) : null}
        </>
      ) : (
        <p>
          {device
            ? `${name} was added. The invitation link was shown already; “Invite again” on the user’s page makes a new one.`
            : `${name} was added, without a device yet.`}
        </p>
      )}
      <div className="flex flex-wrap gap-2 border-t pt-4">
        <ButtonLink href={`/users/${added.username}`}>Go to {name}</ButtonLink>
        <Button onClick={again}>Add another user</Button>
      </div>
    </div>
  );
}
