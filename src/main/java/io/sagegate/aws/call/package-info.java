/// One call to an AWS service over AWS's Common Runtime: signed, sent, and bounded in time and size. It is repeated
/// only if that is safe. Imports only json and kit of Sagegate's rooms.
@NullMarked
package io.sagegate.aws.call;

import org.jspecify.annotations.NullMarked;
