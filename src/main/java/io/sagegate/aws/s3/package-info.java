/// Objects in S3: signed reads and presigned writes. May import async, aws.call, http, inference and reason.
@NullMarked
package io.sagegate.aws.s3;

import org.jspecify.annotations.NullMarked;
