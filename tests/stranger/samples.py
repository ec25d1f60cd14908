"""Values made from the JSON Schemas that `describe` answers."""

import re


def sample(schema, known):
    """A small value that fits a schema; `known` has values for fields by name."""
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    kind = schema.get("type")
    if kind == "object":
        return fields(schema, known)
    for choice in ("oneOf", "anyOf"):
        if choice in schema:
            return sample(schema[choice][0], known)
    if kind == "string":
        return text(schema)
    if kind in ("integer", "number"):
        return schema.get("minimum", 0)
    if kind == "boolean":
        return False
    if kind == "array":
        return []
    return None


def fields(schema, known):
    names = list(schema.get("required", []))
    for choice in ("oneOf", "anyOf"):
        if choice in schema:
            names += schema[choice][0].get("required", [])
    properties = schema.get("properties", {})
    return {name: known[name] if name in known else sample(properties[name], known) for name in names}


def text(schema):
    candidate = "x" * max(1, schema.get("minLength", 1))
    pattern = schema.get("pattern")
    if pattern is not None and re.search(pattern, candidate) is None:
        raise ValueError(f"no sample of {pattern} is known")
    return candidate


def needs(schema, name):
    """Whether every value of the schema has the field."""
    if name in schema.get("required", []):
        return True
    choices = schema.get("oneOf", [])
    return bool(choices) and all(needs(choice, name) for choice in choices)
