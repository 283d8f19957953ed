/// SageMaker Runtime through the AWS SDK.
@NullMarked
package io.sagegate.aws.sagemaker;

import org.jspecify.annotations.NullMarked;
