/// JSON Schema (2020-12) of the keywords that request bodies need: compiled once to rules, strict about itself, and
/// checked in time linear in schema and body. Imports json, kit and RE2/J.
@NullMarked
package io.sagegate.json.schema;

import org.jspecify.annotations.NullMarked;
