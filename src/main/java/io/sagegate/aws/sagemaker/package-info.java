/// SageMaker Runtime over the calls of `aws.call`.
@NullMarked
package io.sagegate.aws.sagemaker;

import org.jspecify.annotations.NullMarked;
