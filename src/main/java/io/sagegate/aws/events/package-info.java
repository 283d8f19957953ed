/// Notices on Amazon EventBridge.
@NullMarked
package io.sagegate.aws.events;

import org.jspecify.annotations.NullMarked;
