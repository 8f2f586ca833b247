"use client";
import { useRouter } from "next/navigation";
import { Choice, Field } from "@/app/_ui/field";
import { typed } from "@/app/_ui/fields";
import type { FieldErrors } from "@/app/_ui/form-errors";
import { SendForm } from "@/app/_ui/send-form";
import { DEVICE_NAME_RULE, isDeviceName } from "@/lib/users/common-name";
import { IMPORT_FIELDS, type ImportField, type Mapping } from "@/lib/runs/imports/import-fields";

const LABELS: Record<ImportField, string> = {
  username: "Username",
  name: "Name",
  firstName: "First name",
  lastName: "Last name",
  email: "E-mail",
  device: "Device",
};

type Props = { id: string; version: number; columns: string[]; mapping: Mapping; device: string | null };

/** Which column is what. A change is judged by the portal, row by row. */
export function MappingForm({ id, version, columns, mapping, device }: Props) {
  const router = useRouter();
  return (
    <SendForm<unknown>
      method="PUT"
      path={`/api/v1/imports/${id}`}
      label="Columns"
      submit="Update preview"
      look="plain"
      body={(fields) => ({
        version,
        mapping: Object.fromEntries(
          IMPORT_FIELDS.map((field) => [field, typed(fields, field) === "" ? null : Number(typed(fields, field))]),
        ),
        device: typed(fields, "everybody").trim() || null,
      })}
      check={(fields): FieldErrors => {
        const name = typed(fields, "everybody").trim();
        return name && !isDeviceName(name) ? { everybody: DEVICE_NAME_RULE } : {};
      }}
      done={() => router.refresh()}
    >
      <div className="grid max-w-[720px] grid-cols-1 gap-x-4 gap-y-3 sm:grid-cols-3">
        {IMPORT_FIELDS.map((field) => (
          <Choice key={field} name={field} label={LABELS[field]} defaultValue={mapping[field] ?? ""}>
            <option value="">Not in the file</option>
            {columns.map((column, i) => (
              <option key={`${i} ${column}`} value={i}>
                {column}
              </option>
            ))}
          </Choice>
        ))}
      </div>
      <Field
        name="everybody"
        label="Device of everybody"
        optional
        mono
        maxLength={19}
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={device ?? ""}
        hint="Used where no column has the device. Empty: users are added without a device."
      />
    </SendForm>
  );
}
