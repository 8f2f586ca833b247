import { Choice } from "@/app/_ui/field";

/** RFC 5280's reasons (5.3.1) that fit a person's device, in words. */
export function RevokeReasons() {
  return (
    <Choice name="reason" label="Reason" defaultValue="cessationOfOperation">
      <option value="cessationOfOperation">No longer in use</option>
      <option value="keyCompromise">Lost or stolen, or its key was seen by others</option>
      <option value="superseded">Replaced by another device</option>
      <option value="affiliationChanged">The user’s job changed</option>
      <option value="privilegeWithdrawn">Access was withdrawn</option>
      <option value="unspecified">Another reason</option>
    </Choice>
  );
}
