/// What a grant demands of the bodies that pass: rules for answers (`filter:`) and for requests (`guard:`), as data.
/// May import json.schema.
@NullMarked
package io.sagegate.policy.obligation;

import org.jspecify.annotations.NullMarked;
