/// One call to an AWS service over AWS's Common Runtime: signed, sent, bounded in time and size, repeated only where
/// that
/// is safe. Imports nothing of Sagegate's but json.
@NullMarked
package io.sagegate.aws.call;

import org.jspecify.annotations.NullMarked;
