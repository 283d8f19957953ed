/// The policy and usage tables in DynamoDB.
@NullMarked
package io.sagegate.aws.dynamodb;

import org.jspecify.annotations.NullMarked;
