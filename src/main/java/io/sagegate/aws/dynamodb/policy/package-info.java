/// The policy table in DynamoDB: policies and API keys. May import aws.dynamodb, aws.call, identity, keys, kit and
/// policy.
@NullMarked
package io.sagegate.aws.dynamodb.policy;

import org.jspecify.annotations.NullMarked;
