/// The model names of the OpenAI routes, and the endpoints that serve them.
@NullMarked
package io.sagegate.policy.route;

import org.jspecify.annotations.NullMarked;
