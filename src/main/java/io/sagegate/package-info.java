/// Sagegate: the identity-aware inference gateway for Amazon SageMaker that is one AWS Lambda function.
@NullMarked
package io.sagegate;

import org.jspecify.annotations.NullMarked;
