package io.sagegate.cli;

import io.sagegate.aws.dynamodb.Attributes;
import io.sagegate.aws.dynamodb.PolicyKeys;
import io.sagegate.policy.PolicyNode;
import io.sagegate.policy.PolicyReader;
import io.sagegate.policy.PolicySyntaxException;
import io.sagegate.policy.route.ModelReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A policy document, and how it becomes the items of one revision.
public final class PolicyFile {
    private PolicyFile() {}

    /// Checks the document, writes its items as the next revision and then points readers at it.
    ///
    /// @return the new revision
    /// @throws PolicySyntaxException if the document breaks a rule; nothing is written then
    /// @throws software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException if someone
    ///     else applied a policy meanwhile; readers stay on theirs
    public static long apply(String yaml, DynamoDbClient client, String table) throws PolicySyntaxException {
        var document = document(yaml);
        var current = client.getItem(get -> get.tableName(table)
                        .key(Map.of(PolicyKeys.ID, AttributeValue.fromS(PolicyKeys.CURRENT)))
                        .consistentRead(true))
                .item()
                .get("revision");
        var before = current == null ? 0 : Long.parseLong(current.n());
        var revision = before + 1;
        for (var item : items(document, revision)) {
            client.putItem(put -> put.tableName(table).item(Attributes.ofMap(item)));
        }
        client.putItem(put -> put.tableName(table)
                .item(Attributes.ofMap(Map.of(PolicyKeys.ID, PolicyKeys.CURRENT, "revision", revision)))
                .conditionExpression("attribute_not_exists(id) OR revision = :before")
                .expressionAttributeValues(Map.of(":before", AttributeValue.fromN(Long.toString(before)))));
        return revision;
    }

    private static PolicyNode document(String yaml) throws PolicySyntaxException {
        try {
            return PolicyCompiler.compile(PolicyDocument.parse("policy", yaml))
                    .sound()
                    .document()
                    .root();
        } catch (InvalidPolicyException e) {
            throw new PolicySyntaxException("", String.valueOf(e.getMessage()));
        }
    }

    private static List<Map<String, @Nullable Object>> items(PolicyNode document, long revision)
            throws PolicySyntaxException {
        var items = new ArrayList<Map<String, @Nullable Object>>();
        var issuers = document.member("issuers");
        PolicyReader.issuers(issuers);
        items.add(item(
                PolicyKeys.issuers(revision), revision, "issuers", issuers.isAbsent() ? List.of() : issuers.value()));

        var models = document.member("models");
        ModelReader.models(models);
        items.add(item(PolicyKeys.models(revision), revision, "models", models.value()));

        var roles = document.member("roles");
        var names = new TreeSet<String>();
        for (var name : roles.map().keySet()) {
            var grants = roles.member(String.valueOf(name));
            names.add(PolicyReader.role(String.valueOf(name), grants).name());
            items.add(item(PolicyKeys.role(revision, String.valueOf(name)), revision, "grants", grants.value()));
        }
        for (var entry : bindings(document.member("bindings"), names).entrySet()) {
            items.add(item(
                    PolicyKeys.member(revision, entry.getKey()), revision, "roles", List.copyOf(entry.getValue())));
        }
        return items;
    }

    private static Map<String, Set<String>> bindings(PolicyNode bindings, Set<String> roles)
            throws PolicySyntaxException {
        var byMember = new TreeMap<String, Set<String>>();
        for (var binding : bindings.list()) {
            binding.onlyMembers(Set.of("role", "members"));
            var role = binding.member("role").exact();
            if (!roles.contains(role)) {
                throw binding.member("role").error("there is no role \"" + role + "\"");
            }
            for (var member : binding.member("members").exactSet()) {
                byMember.computeIfAbsent(member, _ -> new TreeSet<>()).add(role);
            }
        }
        return byMember;
    }

    private static Map<String, @Nullable Object> item(String id, long revision, String name, @Nullable Object value) {
        var item = new LinkedHashMap<String, @Nullable Object>();
        item.put(PolicyKeys.ID, id);
        item.put("revision", revision);
        item.put(name, value);
        return item;
    }
}
