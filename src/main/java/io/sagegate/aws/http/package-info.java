/// Bounded HTTPS fetching over the CRT client that the SDK uses anyway.
@NullMarked
package io.sagegate.aws.http;

import org.jspecify.annotations.NullMarked;
