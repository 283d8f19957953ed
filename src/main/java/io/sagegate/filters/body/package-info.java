/// Chooses and builds the filter for an answer by its media type. May import http and all other filter rooms.
@NullMarked
package io.sagegate.filters.body;

import org.jspecify.annotations.NullMarked;
