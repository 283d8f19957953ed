package io.sagegate.local.control;

import io.sagegate.local.control.LocalAccount.HeldResource;
import io.sagegate.local.world.CallTally;
import io.sagegate.local.world.EventBridgeFront;
import io.sagegate.local.world.HostedEndpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Makes the account as the template would have made it, with a few people's roles beside it.
public final class LocalStackTemplate {
    private static final String ROLE = "sagegate-GatewayRole-LOCAL";
    private static final List<String> ALARMS = List.of(
            "FaultsAlarm", "LatencyAlarm", "DenialsAlarm", "KeyFetchAlarm", "ErrorsAlarm", "UsageThrottlesAlarm");
    private static final List<String> FUNCTIONS = List.of("GatewayFunction", "StreamingFunction");
    private static final String API = "localapi01";

    private LocalStackTemplate() {}

    /// Names that the world has for its parts.
    ///
    /// @param assumable ARN of the role that grants may name
    public record Names(String policyTable, String usageTable, String assumable, String version) {}

    /// The stack over these endpoints.
    public static LocalAccount account(
            Map<String, HostedEndpoint> endpoints, Names names, Path auditLog, CallTally tally) {
        var account = new LocalAccount(auditLog, tally);
        endpoints.forEach((name, endpoint) -> account.endpoints.put(name, held(name, endpoint)));
        parameters(account, names);
        for (var logical : FUNCTIONS) {
            var function = new HeldFunction("sagegate-" + logical);
            account.functions.put(function.name, function);
            resource(account, logical, "AWS::Lambda::Function", function.name);
        }
        table(account, "PolicyTable", names.policyTable());
        table(account, "UsageTable", names.usageTable());
        for (var logical : ALARMS) {
            var alarm = new HeldAlarm("sagegate-" + logical);
            account.alarms.put(alarm.name, alarm);
            resource(account, logical, "AWS::CloudWatch::Alarm", alarm.name);
        }
        resource(account, "GatewayLogGroup", "AWS::Logs::LogGroup", account.log.name);
        resource(account, "HttpApi", "AWS::ApiGatewayV2::Api", API);
        resource(account, "GatewayRole", "AWS::IAM::Role", ROLE);
        outputs(account, names);
        identities(account, names);
        apply(account);
        return account;
    }

    private static HeldEndpoint held(String name, HostedEndpoint endpoint) {
        var variants = new ArrayList<>(List.of("AllTraffic"));
        variants.addAll(new TreeSet<>(endpoint.variants().keySet()));
        var chats = name.startsWith("chat");
        return HeldEndpoint.of(
                name,
                variants,
                List.copyOf(new TreeSet<>(endpoint.components().keySet())),
                "763104351884.dkr.ecr.us-east-1.amazonaws.com/"
                        + (chats ? "djl-inference:0.33.0-lmi15" : "own-model:1"));
    }

    private static void parameters(LocalAccount account, Names names) {
        account.parameters.putAll(Map.of(
                "EndpointArns", arns(account),
                "AssumableRoleArns", names.assumable(),
                "FunctionUrlAuth", "NONE",
                "HttpApiAuth", "NONE",
                "SnapStart", "PublishedVersions",
                "TableDeletionProtection", "true",
                "LogRetentionDays", "365",
                "AlarmTopicArn", "",
                "KmsKeyArn", "",
                "KeyOverlapSeconds", "900"));
        account.parameters.put("KeyMaxLifeSeconds", "3600");
        account.parameters.put("LimitEvents", EventBridgeFront.BUS);
    }

    private static String arns(LocalAccount account) {
        var arns = new ArrayList<String>();
        for (var endpoint : account.endpoints.values()) {
            arns.add(LocalAccount.arn("sagemaker", "endpoint/" + endpoint.name()));
            endpoint.components()
                    .forEach(name -> arns.add(LocalAccount.arn("sagemaker", "inference-component/" + name)));
        }
        return String.join(",", arns);
    }

    private static void outputs(LocalAccount account, Names names) {
        account.outputs.putAll(Map.of(
                "RoleArn", LocalAccount.arn("iam", "role/" + ROLE),
                "PolicyTableName", names.policyTable(),
                "UsageTableName", names.usageTable(),
                "LogGroupName", account.log.name,
                "GatewayVersion", names.version()));
    }

    private static void identities(LocalAccount account, Names names) {
        var invoke = allow(
                "[\"sagemaker:InvokeEndpoint\",\"sagemaker:InvokeEndpointWithResponseStream\",\"sagemaker:InvokeEndpointAsync\"]",
                "[\"" + account.parameter("EndpointArns").replace(",", "\",\"") + "\"]");
        add(
                account,
                HeldIdentity.role(ROLE, trust("\"Service\":\"lambda.amazonaws.com\""))
                        .with("invoke", invoke));
        var assumable = names.assumable().substring(names.assumable().lastIndexOf('/') + 1);
        var gateway = "\"AWS\":\"" + LocalAccount.arn("iam", "role/" + ROLE) + "\"";
        add(account, HeldIdentity.role(assumable, trust(gateway)).with("invoke", invoke));
        add(
                account,
                HeldIdentity.role("DataScientist", trust("\"Service\":\"sagemaker.amazonaws.com\""))
                        .attached(
                                "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess",
                                allow("\"sagemaker:*\"", "\"*\"")));
        add(
                account,
                HeldIdentity.role("BatchScorer", trust("\"Service\":\"ec2.amazonaws.com\""))
                        .with("call-the-gateway", throughUrl(account)));
        add(account, HeldIdentity.user("auditor").with("read-logs", allow("\"logs:FilterLogEvents\"", "\"*\"")));
    }

    private static String throughUrl(LocalAccount account) {
        var alias = LocalAccount.arn(
                "lambda", "function:" + account.functions.keySet().iterator().next() + ":live");
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"lambda:InvokeFunctionUrl\","
                + "\"Resource\":\"" + alias + "\"},{\"Effect\":\"Allow\",\"Action\":\"lambda:InvokeFunction\","
                + "\"Resource\":\"" + alias
                + "\",\"Condition\":{\"Bool\":{\"lambda:InvokedViaFunctionUrl\":\"true\"}}}]}";
    }

    private static void add(LocalAccount account, HeldIdentity identity) {
        account.identities.put(identity.arn(), identity);
    }

    /// A policy that allows actions on resources, both in JSON.
    public static String allow(String actions, String resources) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":" + actions
                + ",\"Resource\":" + resources + "}]}";
    }

    /// A trust policy for one principal, in JSON.
    public static String trust(String principal) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{" + principal
                + "},\"Action\":\"sts:AssumeRole\"}]}";
    }

    private static void table(LocalAccount account, String logical, String name) {
        account.tables.put(name, new HeldTable(name));
        resource(account, logical, "AWS::DynamoDB::Table", name);
    }

    private static void resource(LocalAccount account, String logical, String type, String physical) {
        account.resources.put(logical, new HeldResource(type, physical));
    }

    /// The parts that depend on the stack's parameters.
    static void apply(LocalAccount account) {
        var isProtected = account.parameter("TableDeletionProtection").equals("true");
        account.tables.values().forEach(table -> table.isProtected = isProtected);
        var told = !account.parameter("AlarmTopicArn").isEmpty();
        account.alarms.values().forEach(alarm -> alarm.told = told);
        account.log.retentionDays = Integer.parseInt(account.parameter("LogRetentionDays"));
        account.functions.values().forEach(function -> {
            function.snapStart = account.parameter("SnapStart");
            function.urls.put("live", account.parameter("FunctionUrlAuth"));
            permissions(function, account.parameter("FunctionUrlAuth").equals("NONE"));
        });
    }

    private static void permissions(HeldFunction function, boolean isPublic) {
        var alias = LocalAccount.arn("lambda", "function:" + function.name + ":live");
        function.permissions.put(
                "live/HttpApiPermission",
                statement(
                        "HttpApiPermission",
                        "{\"Service\":\"apigateway.amazonaws.com\"}",
                        "lambda:InvokeFunction",
                        alias,
                        "{\"StringEquals\":{\"AWS:SourceAccount\":\"" + LocalAccount.ID
                                + "\"},\"ArnLike\":{\"AWS:SourceArn\":\""
                                + LocalAccount.arn("execute-api", API + "/$default/$default") + "\"}}"));
        function.permissions.remove("live/PublicUrlPermission");
        function.permissions.remove("live/PublicUrlInvokePermission");
        if (isPublic) {
            var url = "{\"StringEquals\":{\"lambda:FunctionUrlAuthType\":\"NONE\"}}";
            function.permissions.put(
                    "live/PublicUrlPermission",
                    statement("PublicUrlPermission", "\"*\"", "lambda:InvokeFunctionUrl", alias, url));
            var through = "{\"Bool\":{\"lambda:InvokedViaFunctionUrl\":\"true\"}}";
            function.permissions.put(
                    "live/PublicUrlInvokePermission",
                    statement("PublicUrlInvokePermission", "\"*\"", "lambda:InvokeFunction", alias, through));
        }
    }

    /// A statement of a function's policy, with principal and condition in JSON.
    public static String statement(String id, String principal, String action, String resource, String condition) {
        return "{\"Sid\":\"" + id + "\",\"Effect\":\"Allow\",\"Principal\":" + principal + ",\"Action\":\"" + action
                + "\",\"Resource\":\"" + resource + "\",\"Condition\":" + condition + "}";
    }
}
