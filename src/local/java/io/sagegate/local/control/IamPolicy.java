package io.sagegate.local.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/// An identity policy, decided as IAM decides it, as far as this stand-in needs.
record IamPolicy(JsonNode statements) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// The answer of a policy to a request.
    enum Word {
        ALLOW,
        DENY,
        NOTHING
    }

    /// The request in question.
    record Request(String action, String resource, Map<String, String> context) {}

    static IamPolicy parse(String document) throws ControlError {
        try {
            return new IamPolicy(JSON.readTree(document).path("Statement"));
        } catch (JsonProcessingException e) {
            throw new ControlError(400, "MalformedPolicyDocument", "Syntax errors in policy.");
        }
    }

    Word say(Request request) throws ControlError {
        var word = Word.NOTHING;
        for (var statement : statements.isArray() ? statements : List.of(statements)) {
            if (!applies(statement, request)) {
                continue;
            }
            if (statement.path("Effect").asText().equals("Deny")) {
                return Word.DENY;
            }
            word = Word.ALLOW;
        }
        return word;
    }

    private static boolean applies(JsonNode statement, Request request) throws ControlError {
        return names(statement, "Action", request.action().toLowerCase(Locale.ROOT), true)
                && names(statement, "Resource", request.resource(), false)
                && holds(statement.path("Condition"), request.context());
    }

    private static boolean names(JsonNode statement, String member, String value, boolean anyCase) {
        if (statement.has("Not" + member)) {
            return !matches(statement.path("Not" + member), value, anyCase);
        }
        return matches(statement.path(member), value, anyCase);
    }

    private static boolean matches(JsonNode patterns, String value, boolean anyCase) {
        return entries(patterns).stream()
                .map(pattern -> anyCase ? pattern.toLowerCase(Locale.ROOT) : pattern)
                .anyMatch(pattern -> like(pattern, value));
    }

    private static boolean like(String pattern, String value) {
        var expression = new StringBuilder();
        for (var i = 0; i < pattern.length(); i++) {
            var c = pattern.charAt(i);
            expression.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return value.matches(expression.toString());
    }

    private static List<String> entries(JsonNode node) {
        return node.isArray()
                ? StreamSupport.stream(node.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList()
                : node.isMissingNode() ? List.of() : List.of(node.asText());
    }

    private static boolean holds(JsonNode conditions, Map<String, String> context) throws ControlError {
        for (var operator : conditions.properties()) {
            for (var key : operator.getValue().properties()) {
                if (!holds(operator.getKey(), context.get(key.getKey()), entries(key.getValue()))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean holds(String operator, @org.jspecify.annotations.Nullable String value, List<String> wanted)
            throws ControlError {
        var ifExists = operator.endsWith("IfExists");
        var base = ifExists ? operator.substring(0, operator.length() - "IfExists".length()) : operator;
        var negated = base.contains("Not");
        if (value == null) {
            return ifExists || negated;
        }
        var like = wanted.stream().anyMatch(pattern -> like(pattern, value));
        return switch (base) {
            case "StringEquals", "Bool" -> wanted.contains(value);
            case "StringNotEquals" -> !wanted.contains(value);
            case "ArnEquals", "ArnLike", "StringLike" -> like;
            case "ArnNotEquals", "ArnNotLike", "StringNotLike" -> !like;
            // A policy that cannot be read must not let anybody through.
            default -> throw new ControlError(400, "InvalidInput", "this stand-in does not know " + operator);
        };
    }
}
