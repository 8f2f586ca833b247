type Schema = Readonly<Record<string, unknown>>;
const isSchema = (value: unknown): value is Schema => typeof value === "object" && value !== null && !Array.isArray(value);
const schemas = (value: unknown): Schema[] => (Array.isArray(value) ? value.filter(isSchema) : []);

/** A JSON schema as a programmer would write it down: field names, kinds, "?" for what may be left out, remarks behind "//". */
export function shapeOf(schema: unknown, indent = ""): string {
  if (!isSchema(schema)) return "anything";
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.map((one) => JSON.stringify(one)).join(" | ");
  const options = [...schemas(schema.anyOf), ...schemas(schema.oneOf)];
  if (options.length > 0) return options.map((option) => shapeOf(option, indent)).join(" | ");
  const parts = schemas(schema.allOf);
  if (parts.length > 0) return parts.map((part) => shapeOf(part, indent)).join(" & ");
  if (schema.type === "array") return listOf(shapeOf(schema.items, indent));
  if (schema.type === "object") return fieldsOf(schema, indent);
  return scalarOf(schema);
}

const listOf = (inner: string) => (/ [|&] /.test(inner) && !inner.startsWith("{") ? `(${inner})[]` : `${inner}[]`);

function fieldsOf(schema: Schema, indent: string): string {
  const fields = isSchema(schema.properties) ? Object.entries(schema.properties) : [];
  if (fields.length === 0)
    return isSchema(schema.additionalProperties) ? `{ [name]: ${shapeOf(schema.additionalProperties, indent)} }` : "{}";
  const required: readonly unknown[] = Array.isArray(schema.required) ? schema.required : [];
  const inner = `${indent}  `;
  const lines = fields.map(([name, field]) => {
    const remark = isSchema(field) && typeof field.description === "string" ? `  // ${field.description}` : "";
    return `${inner}${name}${required.includes(name) ? "" : "?"}: ${shapeOf(field, inner)}${remark}`;
  });
  return `{\n${lines.join("\n")}\n${indent}}`;
}

function scalarOf({ type, format, minimum, maximum, maxLength, default: fallback }: Schema): string {
  const kind =
    type === "string" && typeof format === "string"
      ? format
      : Array.isArray(type)
        ? type.join(" | ")
        : typeof type === "string"
          ? type
          : "anything";
  // zod writes the ends of what a number can say where nobody set an end.
  const end = (value: unknown) => (typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER ? String(value) : "");
  const range = type !== "string" && (end(minimum) || end(maximum)) ? ` ${end(minimum)}…${end(maximum)}` : "";
  const length = typeof maxLength === "number" ? ` of ${maxLength} at most` : "";
  return `${kind}${range}${length}${fallback === undefined ? "" : ` = ${JSON.stringify(fallback)}`}`;
}
