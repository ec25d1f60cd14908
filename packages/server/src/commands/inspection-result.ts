/** What an inspection shows, in the protocol's words. */
import type { Result } from "@stui/protocol";
import type {
  CellDescription,
  FieldDescription,
  Inspection,
  ObjectDescription,
  RowDescription,
  ViewDescription,
} from "@stui/smalltalk";

export const described = ({ className, printString, objectId }: ObjectDescription) => ({
  class_name: className,
  print_string: printString,
  object_id: objectId,
});

interface Variable {
  readonly name: string;
  readonly class_name: string;
  readonly print_string: string;
  readonly object_id: string;
  readonly instance_vars?: readonly Variable[];
}

const variable = (field: FieldDescription): Variable => ({
  name: field.name,
  ...described(field),
  ...(field.fields === undefined ? {} : { instance_vars: field.fields.map(variable) }),
});

export const inspectionResult = (inspection: Inspection): Result<"inspect"> => {
  const { object, fields, elements, total, methods, views, view, assigned } = inspection;
  return {
    object_info: {
      object_id: object.objectId,
      class_name: object.className,
      string_representation: object.printString,
      hash: object.hash,
      size: object.size,
    },
    instance_vars: fields.map(variable),
    elements: elements.map((element) => ({ key: element.key, ...described(element) })),
    total,
    ...(methods === undefined ? {} : { methods: [...methods] }),
    ...(views === undefined ? {} : { views: [...views] }),
    ...(view === undefined ? {} : { view: viewResult(view) }),
    ...(assigned === undefined ? {} : { assigned: described(assigned) }),
  };
};

type View = NonNullable<Result<"inspect">["view"]>;

const viewResult = (view: ViewDescription): View => {
  const { name, title } = view;
  switch (view.kind) {
    case "text":
      return { kind: "text", name, title, text: view.text, total: view.total };
    case "failed":
      return { kind: "failed", name, title, reason: view.reason };
    case "table":
      return { kind: "table", name, title, columns: view.columns, ...rowsResult(view) };
    case "list":
    case "tree":
      return { kind: view.kind, name, title, ...rowsResult(view) };
  }
};

type Rows = Extract<ViewDescription, { readonly rows: unknown }>;

const rowsResult = ({ rows, total, isAssignable }: Rows) => ({
  rows: rows.map(rowResult),
  total,
  assignable: isAssignable,
});

const rowResult = (row: RowDescription) => ({
  key: row.key,
  ...described(row),
  ...(row.text === undefined ? {} : { text: row.text }),
  ...(row.cells === undefined ? {} : { cells: row.cells.map(cellResult) }),
  ...(row.children === undefined ? {} : { children: row.children }),
});

const cellResult = ({ text, className, objectId }: CellDescription) => ({
  text,
  class_name: className,
  object_id: objectId,
});
