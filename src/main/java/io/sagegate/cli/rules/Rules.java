package io.sagegate.cli.rules;

import io.sagegate.cli.deployed.Stack;
import io.sagegate.cli.rules.InvokingAction.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// IAM policies that leave a stack's endpoints to its gateway, made from [InvokingAction].
///
/// @param wholeAccount whether every endpoint of the stack's account and region is meant, not its own alone
public record Rules(Stack stack, boolean wholeAccount) {
    /// Actions that the gateway's role does itself.
    private static final List<InvokingAction> GATEWAY =
            List.of(InvokingAction.INVOKE, InvokingAction.INVOKE_STREAM, InvokingAction.INVOKE_ASYNC);

    /// A service control policy; the same document works as an identity policy of a role, user or group.
    public Map<String, @Nullable Object> serviceControlPolicy() {
        return document(denials());
    }

    /// A permissions boundary: everything else is left to the identity's own policies.
    public Map<String, @Nullable Object> boundary() {
        var statements = new ArrayList<Map<String, @Nullable Object>>();
        statements.add(statement("EverythingElse", "Allow", List.of("*"), List.of("*")));
        statements.addAll(denials());
        return document(statements);
    }

    /// The policy of an interface endpoint for `sagemaker.runtime`: it lets nothing else through.
    public Map<String, @Nullable Object> vpcEndpoint() {
        var allow = statement(
                "OnlyTheGatewayInvokes",
                "Allow",
                GATEWAY.stream().map(InvokingAction::iam).toList(),
                endpoints().stream().filter(this::isOfRegion).toList());
        allow.put("Principal", "*");
        allow.put("Condition", Map.of("ArnEquals", Map.of("aws:PrincipalArn", stack.invokers())));
        return document(List.of(allow));
    }

    private boolean isOfRegion(String arn) {
        return arn.contains(":sagemaker:" + stack.region() + ":");
    }

    private List<Map<String, @Nullable Object>> denials() {
        var tokens = statement("NoSageMakerBearerTokens", "Deny", InvokingAction.of(Kind.TOKEN), List.of("*"));
        var invoke = statement("OnlyTheGatewayInvokes", "Deny", InvokingAction.of(Kind.ENDPOINT), endpoints());
        invoke.put("Condition", notTheGateway());
        var routers = statement(
                "NoInferenceRouters", "Deny", InvokingAction.of(Kind.ROUTER), List.of(arn("inference-router/*")));
        routers.put("Condition", notTheGateway());
        var sharing = statement(
                "NoEndpointIsOpenedToOthers",
                "Deny",
                InvokingAction.of(Kind.SHARING),
                endpoints().stream().filter(each -> each.contains(":endpoint/")).toList());
        var functions = statement("NoDirectCallOfTheGateway", "Deny", InvokingAction.of(Kind.FUNCTION), functions());
        // Calls through a Function URL say true; of a direct call the key is absent or false.
        functions.put("Condition", Map.of("BoolIfExists", Map.of("lambda:InvokedViaFunctionUrl", "false")));
        return List.of(tokens, invoke, routers, sharing, functions);
    }

    private Map<String, Object> notTheGateway() {
        return Map.of("ArnNotEquals", Map.of("aws:PrincipalArn", stack.invokers()));
    }

    /// SageMaker writes names in ARNs in lower case, people as they like.
    private List<String> endpoints() {
        if (wholeAccount) {
            return List.of(arn("endpoint/*"), arn("inference-component/*"));
        }
        var arns = new LinkedHashSet<String>();
        for (var arn : stack.invocable()) {
            arns.add(arn);
            arns.add(arn.toLowerCase(Locale.ROOT));
        }
        return List.copyOf(arns);
    }

    private List<String> functions() {
        var arns = new ArrayList<String>();
        for (var function : stack.gateways()) {
            arns.add(stack.functionArn(function));
            arns.add(stack.functionArn(function) + ":*");
        }
        return arns;
    }

    private String arn(String resource) {
        return "arn:" + stack.partition() + ":sagemaker:" + stack.region() + ":" + stack.account() + ":" + resource;
    }

    private static Map<String, @Nullable Object> document(List<Map<String, @Nullable Object>> statements) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("Version", "2012-10-17");
        document.put("Statement", statements);
        return document;
    }

    private static Map<String, @Nullable Object> statement(
            String id, String effect, List<String> actions, List<String> resources) {
        var statement = new LinkedHashMap<String, @Nullable Object>();
        statement.put("Sid", id);
        statement.put("Effect", effect);
        statement.put("Action", oneOrAll(actions));
        statement.put("Resource", oneOrAll(resources));
        return statement;
    }

    private static Object oneOrAll(List<String> values) {
        return values.size() == 1 ? values.getFirst() : values;
    }
}
