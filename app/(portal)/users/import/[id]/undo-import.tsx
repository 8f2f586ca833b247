import { Barred } from "@/app/_ui/barred";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";

/** Takes the import back, while that is possible. */
export function UndoImport({ id, noUndo, count }: { id: string; noUndo: string | null; count: number }) {
  if (noUndo) return <Barred verb="Undo import" reason={noUndo} />;
  return (
    <ConfirmDialog verb="Undo import" title="Undo this import?" method="POST" path={`/api/v1/imports/${id}/undo`} then="/runs">
      <p>
        The {count.toLocaleString("en-GB")} users that it added go away with their devices and addresses, as if they had never been. Links
        that were sent stop working.
      </p>
      <p>This is possible for an hour after the import, and until somebody has used an invitation.</p>
    </ConfirmDialog>
  );
}
