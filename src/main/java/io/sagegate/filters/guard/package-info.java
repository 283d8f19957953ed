/// Guards: they judge a request's body before a model sees it. May import filters, filters.detect, filters.json,
/// json, json.schema, http, reason and policy.obligation.
@NullMarked
package io.sagegate.filters.guard;

import org.jspecify.annotations.NullMarked;
