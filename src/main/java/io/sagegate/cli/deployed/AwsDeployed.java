package io.sagegate.cli.deployed;

import io.sagegate.cli.call.SignedCalls;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The deployed parts in AWS, or at the stand-ins of the local stack. A part that several checks ask for is read
/// once.
public final class AwsDeployed implements Deployed {
    /// The record says when a call was sent, SageMaker's metric when it was answered: at most so much later.
    private static final Duration LONGEST_CALL = Duration.ofMinutes(2);

    private final String name;
    private final SignedCalls calls;
    private final DynamoDbClient tables;
    private final InstantSource clock;
    private final Once<Stack> stack = new Once<>();
    private final Once<List<EndpointFacts>> endpoints = new Once<>();
    private final Once<List<Identity>> identities = new Once<>();
    private final Once<FunctionFacts> functions = new Once<>();

    public AwsDeployed(String name, SignedCalls calls, DynamoDbClient tables, InstantSource clock) {
        this.name = name;
        this.calls = calls;
        this.tables = tables;
        this.clock = clock;
    }

    @Override
    public Look<Stack> stack() {
        return stack.of(
                name,
                () -> Look.at(
                        "the stack " + name,
                        "cloudformation:DescribeStacks and ListStackResources",
                        () -> new StackReader(calls).read(name)));
    }

    @Override
    public Look<FunctionFacts> function(String function) {
        return functions.of(
                function,
                () -> Look.at(
                        "the function " + function,
                        "lambda:GetFunctionConfiguration, ListVersionsByFunction, ListAliases, GetPolicy and"
                                + " ListFunctionUrlConfigs",
                        () -> new FunctionReader(calls).read(function)));
    }

    @Override
    public Look<TableFacts> table(String table) {
        return Look.at(
                "the table " + table,
                "dynamodb:DescribeTable, DescribeContinuousBackups and DescribeTimeToLive",
                () -> new TableReader(tables).read(table));
    }

    @Override
    public Look<LogFacts> logGroup(String group) {
        return Look.at("the log group " + group, "logs:DescribeLogGroups", () -> new LogReader(calls).read(group));
    }

    @Override
    public Look<List<AlarmFacts>> alarms(Collection<String> names) {
        return Look.at("the alarms", "cloudwatch:DescribeAlarms", () -> new MetricReader(calls).alarms(names));
    }

    @Override
    public Look<List<EndpointFacts>> endpoints() {
        return endpoints.of(
                name,
                () -> Look.at(
                        "the endpoints",
                        "sagemaker:ListEndpoints, DescribeEndpoint and ListInferenceComponents",
                        () -> new EndpointReader(calls).read()));
    }

    @Override
    public Look<String> componentImage(String component) {
        return Look.at(
                "the inference component " + component,
                "sagemaker:DescribeInferenceComponent",
                () -> new EndpointReader(calls).image(component));
    }

    @Override
    public Look<String> endpointPolicy(String endpoint) {
        return Look.at(
                "the policy of the endpoint " + endpoint,
                "sagemaker:GetEndpointPolicy",
                () -> new EndpointReader(calls).policy(endpoint));
    }

    @Override
    public Look<List<Identity>> identities() {
        return identities.of(
                name,
                () -> Look.at(
                        "the account's roles and users",
                        "iam:GetAccountAuthorizationDetails",
                        () -> new AccountReader(calls).read()));
    }

    @Override
    public Look<Identity> role(String arn) {
        return Look.at(
                "the role " + arn,
                "iam:ListRolePolicies, GetRolePolicy, ListAttachedRolePolicies, GetPolicy and GetPolicyVersion",
                () -> new AccountReader(calls).role(arn));
    }

    @Override
    public Look<List<Reach>> reach(Identity identity, Collection<String> actions, Collection<String> resources) {
        return Look.at(
                "what " + identity.arn() + " may do",
                "iam:SimulatePrincipalPolicy",
                () -> new AccountReader(calls).reach(identity, actions, resources));
    }

    @Override
    public Look<Map<String, Long>> invocations(Collection<EndpointFacts> of, Window window) {
        return Look.at(
                "SageMaker's count of calls",
                "cloudwatch:GetMetricData",
                () -> new MetricReader(calls).invocations(of, window));
    }

    @Override
    public Look<Map<String, Long>> recorded(String logGroup, Window window) {
        return Look.at(
                "the gateway's record in " + logGroup,
                "logs:StartQuery and GetQueryResults",
                () -> new LogReader(calls).attempts(logGroup, window.from().minus(LONGEST_CALL), window.to()));
    }

    @Override
    public Look<Duration> clockAhead() {
        return Look.at(
                "AWS's clock",
                "any answer of AWS's",
                () -> Duration.between(
                        calls.serverTime().orElseThrow(() -> new java.io.IOException("AWS gave no answer yet")),
                        clock.instant()));
    }
}
