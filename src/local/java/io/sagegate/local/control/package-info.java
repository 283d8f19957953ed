/// An AWS account with the gateway's stack in it, on loopback: the control planes of IAM, CloudFormation, CloudWatch,
/// Lambda, CloudWatch Logs, SageMaker and DynamoDB, as far as the command line reads them and its advice changes them.
@NullMarked
package io.sagegate.local.control;

import org.jspecify.annotations.NullMarked;
