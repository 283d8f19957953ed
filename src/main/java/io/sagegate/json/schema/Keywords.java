package io.sagegate.json.schema;

import io.sagegate.json.JsonException;
import java.util.Set;

/// The keywords that a schema may have.
final class Keywords {
    /// The keywords that have no effect on a body.
    private static final Set<String> NOTES =
            Set.of("$schema", "$comment", "title", "description", "default", "examples");

    private static final Set<String> RULES = Set.of(
            "type",
            "const",
            "enum",
            "$ref",
            "required",
            "minProperties",
            "maxProperties",
            "properties",
            "additionalProperties",
            "minItems",
            "maxItems",
            "items",
            "minLength",
            "maxLength",
            "pattern",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "allOf",
            "anyOf",
            "oneOf",
            "not");

    private Keywords() {}

    /// Refuses a schema with a keyword that the check does not know.
    static void refuseUnknown(Written schema) throws JsonException {
        for (var keyword : schema.names()) {
            var isOfTop = keyword.equals("$defs");
            if (isOfTop && !schema.isTop()) {
                throw schema.error(keyword, "belongs at the top");
            }
            if (!isOfTop && !RULES.contains(keyword) && !NOTES.contains(keyword)) {
                throw schema.error(keyword, "is a keyword that is not known here");
            }
        }
    }
}
