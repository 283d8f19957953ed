/// The narrower IAM roles that grants name, through AWS STS.
@NullMarked
package io.sagegate.aws.sts;

import org.jspecify.annotations.NullMarked;
