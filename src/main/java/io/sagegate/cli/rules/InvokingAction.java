package io.sagegate.cli.rules;

import java.util.Arrays;
import java.util.List;

/// Every IAM action by which somebody gets an answer of a model, or lets others get one: the one list that policies,
/// checks and documents are made from.
public enum InvokingAction {
    INVOKE(Kind.ENDPOINT, "sagemaker:InvokeEndpoint", "runtime_InvokeEndpoint", "one answer at once"),
    INVOKE_ASYNC(
            Kind.ENDPOINT, "sagemaker:InvokeEndpointAsync", "runtime_InvokeEndpointAsync", "an answer in S3, later"),
    INVOKE_STREAM(
            Kind.ENDPOINT,
            "sagemaker:InvokeEndpointWithResponseStream",
            "runtime_InvokeEndpointWithResponseStream",
            "an answer piece by piece"),
    INVOKE_BIDIRECTIONAL(
            Kind.ENDPOINT,
            "sagemaker:InvokeEndpointWithBidirectionalStream",
            "https://docs.aws.amazon.com/java/api/latest/software/amazon/awssdk/services/sagemakerruntimehttp2/SageMakerRuntimeHttp2AsyncClient.html",
            "a conversation over HTTP/2, on port 8443"),
    INVOKE_ROUTER(
            Kind.ROUTER,
            "sagemaker:InvokeInferenceRouter",
            "inference_router_runtime_InvokeInferenceRouter",
            "an answer of one of a router's endpoints"),
    INVOKE_ROUTER_ASYNC(
            Kind.ROUTER,
            "sagemaker:InvokeInferenceRouterAsync",
            "inference_router_runtime_InvokeInferenceRouterAsync",
            "the same in S3, later"),
    BEARER_TOKEN(
            Kind.TOKEN,
            "sagemaker:CallWithBearerToken",
            "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-openai-compatible.html",
            "SageMaker's own OpenAI route, with a token of up to twelve hours"),
    OPEN_TO_OTHERS(
            Kind.SHARING,
            "sagemaker:PutEndpointPolicy",
            "PutEndpointPolicy",
            "lets principals of other accounts invoke the endpoint"),
    INVOKE_FUNCTION(
            Kind.FUNCTION,
            "lambda:InvokeFunction",
            "https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html",
            "calls the gateway with an event that names any identity");

    private static final String SAGEMAKER = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_";

    /// The kind of resource that an action is for.
    public enum Kind {
        ENDPOINT,
        ROUTER,
        TOKEN,
        SHARING,
        FUNCTION
    }

    private final Kind kind;
    private final String iam;
    private final String page;
    private final String gives;

    InvokingAction(Kind kind, String iam, String page, String gives) {
        this.kind = kind;
        this.iam = iam;
        this.page = page;
        this.gives = gives;
    }

    public Kind kind() {
        return kind;
    }

    /// The action's name in IAM policies.
    public String iam() {
        return iam;
    }

    /// The page of AWS's documentation that defines it.
    public String page() {
        return page.startsWith("https:") ? page : SAGEMAKER + page + ".html";
    }

    /// In words, what who may do it gets.
    public String gives() {
        return gives;
    }

    /// IAM names of the actions of a kind.
    public static List<String> of(Kind kind) {
        return Arrays.stream(values())
                .filter(action -> action.kind == kind)
                .map(InvokingAction::iam)
                .toList();
    }
}
