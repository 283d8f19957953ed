package io.sagegate.cli.policy.revision;

import java.net.URI;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/// Notes the keys of the items that a client asks for.
record CountedReads(List<String> keys) implements ExecutionInterceptor {
    static DynamoDbClient client(URI endpoint, List<String> keys) {
        return builder(endpoint)
                .overrideConfiguration(config -> config.addExecutionInterceptor(new CountedReads(keys)))
                .build();
    }

    static DynamoDbClientBuilder builder(URI endpoint) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(UrlConnectionHttpClient.builder());
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        switch (context.request()) {
            case GetItemRequest get -> note(get.key());
            case BatchGetItemRequest batch ->
                batch.requestItems().values().forEach(wanted -> wanted.keys().forEach(this::note));
            default -> {}
        }
    }

    private void note(Map<String, AttributeValue> key) {
        key.values().forEach(id -> keys.add(id.s()));
    }
}
