package example;

import java.net.URI;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;

/// The endpoint, called with the SDK's client as it comes.
final class Model {
    static final String ENDPOINT = "chat-llm";

    private final SageMakerRuntimeClient client = SageMakerRuntimeClient.builder()
            .endpointOverride(URI.create(System.getenv("SAGEMAKER_ENDPOINT")))
            .build();

    String invoke(String body) {
        return client.invokeEndpoint(call -> call.endpointName(ENDPOINT)
                        .contentType("application/json")
                        .body(SdkBytes.fromUtf8String(body)))
                .body()
                .asUtf8String();
    }
}
