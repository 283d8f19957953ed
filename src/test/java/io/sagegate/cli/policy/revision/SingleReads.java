package io.sagegate.cli.policy.revision;

import java.net.URI;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/// A caller who may not read several items at once.
final class SingleReads implements ExecutionInterceptor {
    static DynamoDbClient client(URI endpoint) {
        return CountedReads.builder(endpoint)
                .overrideConfiguration(config -> config.addExecutionInterceptor(new SingleReads()))
                .build();
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        if (context.request() instanceof BatchGetItemRequest) {
            throw DynamoDbException.builder()
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode("AccessDeniedException")
                            .build())
                    .build();
        }
    }
}
