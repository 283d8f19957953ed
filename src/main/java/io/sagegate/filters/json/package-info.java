/// Places in a JSON document, and the masking of its texts. May import filters, filters.mask, json and
/// policy.obligation.
@NullMarked
package io.sagegate.filters.json;

import org.jspecify.annotations.NullMarked;
