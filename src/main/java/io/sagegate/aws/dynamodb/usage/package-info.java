/// The usage table in DynamoDB: counters and holds, tickets, heads of chains, claims of notices. May import
/// aws.dynamodb,
/// aws.call, async, audit.chain, identity, kit, limits and policy.
@NullMarked
package io.sagegate.aws.dynamodb.usage;

import org.jspecify.annotations.NullMarked;
