/// The world around the gateway on a developer's machine and in the tests: DynamoDB Local, a real model behind
/// SageMaker's container contract, SageMaker Runtime's wire protocol before it, and an X-Ray daemon. Test code: it
/// never ships, and it imports nothing of the gateway.
@NullMarked
package io.sagegate.local.world;

import org.jspecify.annotations.NullMarked;
