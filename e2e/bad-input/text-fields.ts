type Json = { [key: string]: unknown };

/** A field of an operation that takes text: where it is in the body ("*" for each of a list) or the query. */
export type TextField = { in: "body" | "query" | "path"; path: string[]; oneOf: boolean };
export type TextOperation = { method: string; route: string; fields: TextField[] };

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isJson) : []);

/** Every place in a JSON schema where text may stand. */
function textIn(schema: unknown, path: string[]): { path: string[]; oneOf: boolean }[] {
  if (!isJson(schema)) return [];
  const found = [...listOf(schema.anyOf), ...listOf(schema.oneOf), ...listOf(schema.allOf)].flatMap((one) => textIn(one, path));
  // What says nothing of its type takes text too.
  const takesText = [schema.type].flat().includes("string") || (found.length === 0 && !("type" in schema) && !("anyOf" in schema));
  if (takesText && path.length > 0) found.push({ path, oneOf: "enum" in schema || "const" in schema });
  if (isJson(schema.properties)) for (const [name, part] of Object.entries(schema.properties)) found.push(...textIn(part, [...path, name]));
  if (isJson(schema.items)) found.push(...textIn(schema.items, [...path, "*"]));
  return found;
}

/** Every operation of an OpenAPI document with its fields that take text. */
export function textOperations(document: unknown): TextOperation[] {
  const paths = isJson(document) && isJson(document.paths) ? document.paths : {};
  return Object.entries(paths).flatMap(([route, methods]) =>
    Object.entries(isJson(methods) ? methods : {}).flatMap(([method, operation]) => {
      if (!isJson(operation)) return [];
      const content = isJson(operation.requestBody) && isJson(operation.requestBody.content) ? operation.requestBody.content : {};
      const json = content["application/json"];
      const body = isJson(json) ? textIn(json.schema, []) : [];
      const asked = listOf(operation.parameters).flatMap(({ in: where, name, schema }) =>
        where === "query" || where === "path" ? textIn(schema, [String(name)]).map((field): TextField => ({ ...field, in: where })) : [],
      );
      const fields = [...body.map((field): TextField => ({ ...field, in: "body" })), ...asked];
      const unlike = fields.filter((field, i) => fields.findIndex((one) => one.in === field.in && `${one.path}` === `${field.path}`) === i);
      return unlike.length === 0 ? [] : [{ method: method.toUpperCase(), route, fields: unlike }];
    }),
  );
}

/** The body with this text at that place; lists get one element, objects on the way are made. */
export function withText(body: unknown, path: readonly string[], text: string): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return text;
  if (key === "*") {
    const list: unknown[] = Array.isArray(body) ? [...body] : [];
    list[0] = withText(list[0], rest, text);
    return list;
  }
  const object = isJson(body) ? body : {};
  return { ...object, [key]: withText(object[key], rest, text) };
}
