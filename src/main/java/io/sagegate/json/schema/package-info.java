/// JSON Schema (2020-12) with the keywords that request bodies need. It is compiled once to rules, refuses unknown
/// keywords, and is checked in time linear in schema and body. Imports json, kit and RE2/J.
@NullMarked
package io.sagegate.json.schema;

import org.jspecify.annotations.NullMarked;
