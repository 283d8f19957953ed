/// Searches of thread schedules, shared by the tests named `…Schedules`.
@NullMarked
package io.sagegate.schedules;

import org.jspecify.annotations.NullMarked;
