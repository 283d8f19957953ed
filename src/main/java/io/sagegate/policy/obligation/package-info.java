/// Obligations of a grant as data: rules for answers (`filter:`) and for requests (`guard:`). May import
/// json.schema.
@NullMarked
package io.sagegate.policy.obligation;

import org.jspecify.annotations.NullMarked;
