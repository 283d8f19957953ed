/// The world around the gateway on a developer's machine and in the tests. Its parts are DynamoDB Local, a real
/// model in a SageMaker container, SageMaker Runtime's wire protocol before it, and an X-Ray daemon. Test code: it
/// never ships, and it imports nothing of the gateway.
@NullMarked
package io.sagegate.local.world;

import org.jspecify.annotations.NullMarked;
