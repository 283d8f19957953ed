/// DynamoDB's tables as the gateway calls and reads them: items, requests, answers and errors. May import aws.call.
@NullMarked
package io.sagegate.aws.dynamodb;

import org.jspecify.annotations.NullMarked;
