package io.sagegate.cli.doctor;

import io.sagegate.cli.deployed.FunctionFacts;
import io.sagegate.cli.deployed.FunctionFacts.Permission;
import io.sagegate.cli.report.Harm;
import io.sagegate.cli.report.Observation;
import io.sagegate.cli.report.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Which doors of the functions stand open beside those of the template: statements of their own policies, and URLs.
final class FunctionDoors implements Check {
    @Override
    public List<Observation> look(Patient patient) {
        var found = new ArrayList<Observation>();
        for (var name : patient.stack().gateways()) {
            found.addAll(patient.deployed().function(name).observe(Harm.OPEN_DOOR, facts -> of(patient, facts)));
        }
        return found;
    }

    private static List<Observation> of(Patient patient, FunctionFacts facts) {
        var found = new ArrayList<Observation>();
        for (var permission : facts.permissions()) {
            if (!isOfTheTemplate(patient, permission)) {
                found.add(statement(facts, permission));
            }
        }
        facts.urls().forEach(url -> of(patient, facts, url).ifPresent(found::add));
        return found;
    }

    private static Observation statement(FunctionFacts facts, Permission permission) {
        var at = permission.qualifier().isEmpty() ? "" : ":" + permission.qualifier();
        var qualifier = permission.qualifier().isEmpty() ? "" : " --qualifier " + Shell.word(permission.qualifier());
        return Observation.open(
                Harm.OPEN_DOOR,
                "function-policy:" + facts.name() + at + ":" + permission.id(),
                principal(permission) + " may call the function " + facts.name() + at
                        + " with an event that names any caller",
                "the statement " + permission.id() + " of the function's policy, which the template does not make",
                "aws lambda remove-permission --function-name " + Shell.word(facts.name()) + qualifier
                        + " --statement-id " + Shell.word(permission.id()));
    }

    private static String principal(Permission permission) {
        return switch (permission.statement().get("Principal")) {
            case Map<?, ?> map -> String.valueOf(map.values().iterator().next());
            case null, default -> "everybody";
        };
    }

    /// API Gateway for the stack's own APIs, everybody through a Function URL, and denials.
    private static boolean isOfTheTemplate(Patient patient, Permission permission) {
        var statement = permission.statement();
        if ("Deny".equals(statement.get("Effect"))) {
            return true;
        }
        var condition = statement.get("Condition") instanceof Map<?, ?> map ? map : Map.of();
        if (!permission.qualifier().equals("live")) {
            return false;
        }
        if ("lambda:InvokeFunctionUrl".equals(statement.get("Action"))) {
            return true;
        }
        return isThroughUrl(condition) || (isApiGateway(statement) && isOwnApi(patient, condition));
    }

    private static boolean isThroughUrl(Map<?, ?> condition) {
        return condition.get("Bool") instanceof Map<?, ?> bool
                && "true".equals(String.valueOf(bool.get("lambda:InvokedViaFunctionUrl")));
    }

    private static boolean isApiGateway(Map<String, Object> statement) {
        return statement.get("Principal") instanceof Map<?, ?> principal
                && "apigateway.amazonaws.com".equals(principal.get("Service"));
    }

    private static boolean isOwnApi(Patient patient, Map<?, ?> condition) {
        return Stream.of("ArnLike", "ArnEquals", "StringEquals")
                .flatMap(operator -> Stream.ofNullable(condition.get(operator)))
                .flatMap(keys -> keys instanceof Map<?, ?> map ? map.entrySet().stream() : Stream.of())
                .filter(key -> String.valueOf(key.getKey()).equalsIgnoreCase("aws:SourceArn"))
                .map(key -> String.valueOf(key.getValue()))
                .anyMatch(arn -> Stream.of("HttpApi", "StreamingApi")
                        .flatMap(logical -> patient.stack().physical(logical).stream())
                        .anyMatch(api -> arn.contains(":" + patient.stack().account() + ":" + api + "/")));
    }

    private static Optional<Observation> of(Patient patient, FunctionFacts facts, FunctionFacts.Url url) {
        var at = url.qualifier().isEmpty() ? "$LATEST" : url.qualifier();
        var id = "function-url:" + facts.name() + ":" + at;
        var target = " --function-name " + Shell.word(facts.name())
                + (url.qualifier().isEmpty() ? "" : " --qualifier " + Shell.word(url.qualifier()));
        if (!url.qualifier().equals("live")) {
            return Optional.of(Observation.open(
                    Harm.OPEN_DOOR,
                    id,
                    "a Function URL leads to " + facts.name() + ":" + at + ", which may be an older gateway",
                    "a URL that the template does not make, with " + url.authType(),
                    "aws lambda delete-function-url-config" + target));
        }
        if (url.authType().equals("NONE")
                && !patient.stack().parameter("FunctionUrlAuth").equals("NONE")) {
            return Optional.of(Observation.open(
                    Harm.OPEN_DOOR,
                    id,
                    "the Function URL of " + facts.name() + " lets everybody knock, against the parameter",
                    "FunctionUrlAuth is " + patient.stack().parameter("FunctionUrlAuth") + ", the URL has NONE",
                    "aws lambda update-function-url-config" + target + " --auth-type AWS_IAM"));
        }
        return Optional.empty();
    }
}
