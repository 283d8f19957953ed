package io.sagegate.cli.policy.revision;

import io.sagegate.aws.dynamodb.TableItem;
import io.sagegate.aws.dynamodb.policy.PolicyKeys;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/// A client that loses the first answer to a write of the pointer, and then tries again as the SDK does.
final class LostFlips implements ExecutionInterceptor, AutoCloseable {
    private final AtomicInteger lost = new AtomicInteger();
    private final DynamoDbClient client;

    LostFlips(URI endpoint) {
        client = CountedReads.builder(endpoint)
                .overrideConfiguration(config -> config.addExecutionInterceptor(this))
                .build();
    }

    DynamoDbClient client() {
        return client;
    }

    int lost() {
        return lost.get();
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        if (context.request() instanceof PutItemRequest put
                && AttributeValue.fromS(PolicyKeys.CURRENT).equals(put.item().get(TableItem.ID))
                && lost.compareAndSet(0, 1)) {
            throw RetryableException.create("the answer was lost");
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
