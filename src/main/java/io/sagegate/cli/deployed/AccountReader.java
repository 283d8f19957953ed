package io.sagegate.cli.deployed;

import io.sagegate.cli.call.Service;
import io.sagegate.cli.call.SignedCalls;
import io.sagegate.cli.call.XmlNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads roles and users from IAM, and asks its policy simulator.
///
/// Source: AWS IAM API Reference, `GetAccountAuthorizationDetails` and `SimulatePrincipalPolicy`.
final class AccountReader {
    /// Identities and policies to a page; a page of 1,000 would hold many megabytes.
    private static final int PAGE = 200;

    /// Pages of identities: an account's quotas end far below.
    private static final int MOST_PAGES = 200;

    /// Resources of one simulation.
    private static final int RESOURCES = 50;

    private final SignedCalls calls;

    AccountReader(SignedCalls calls) {
        this.calls = calls;
    }

    List<Identity> read() throws IOException {
        var roles = new ArrayList<XmlNode>();
        var users = new ArrayList<XmlNode>();
        var groups = new HashMap<String, XmlNode>();
        var managed = new HashMap<String, String>();
        var parameters = new HashMap<>(Map.of("MaxItems", Integer.toString(PAGE)));
        for (var page = 0; ; page++) {
            if (page == MOST_PAGES) {
                throw new IOException("more than " + MOST_PAGES * PAGE + " identities and policies");
            }
            var answer = calls.query(Service.IAM, "GetAccountAuthorizationDetails", parameters);
            roles.addAll(answer.members("RoleDetailList"));
            users.addAll(answer.members("UserDetailList"));
            answer.members("GroupDetailList").forEach(group -> groups.put(group.get("GroupName"), group));
            answer.members("Policies").forEach(policy -> managed.put(policy.get("Arn"), current(policy)));
            if (!answer.get("IsTruncated").equals("true")) {
                break;
            }
            parameters.put("Marker", answer.get("Marker"));
        }
        return identities(roles, users, groups, managed);
    }

    private static String current(XmlNode policy) {
        return policy.members("PolicyVersionList").stream()
                .filter(version -> version.get("IsDefaultVersion").equals("true"))
                .map(version -> decoded(version.get("Document")))
                .findFirst()
                .orElse("");
    }

    private static List<Identity> identities(
            List<XmlNode> roles, List<XmlNode> users, Map<String, XmlNode> groups, Map<String, String> managed) {
        var identities = new ArrayList<Identity>();
        for (var role : roles) {
            identities.add(new Identity(
                    Identity.Kind.ROLE,
                    role.get("RoleName"),
                    role.get("Arn"),
                    decoded(role.get("AssumeRolePolicyDocument")),
                    policies(role, "RolePolicyList", "", managed)));
        }
        for (var user : users) {
            var policies = policies(user, "UserPolicyList", "", managed);
            for (var name : user.members("GroupList")) {
                var group = groups.get(name.text());
                if (group != null) {
                    policies.addAll(policies(group, "GroupPolicyList", " of the group " + name.text(), managed));
                }
            }
            identities.add(new Identity(Identity.Kind.USER, user.get("UserName"), user.get("Arn"), "", policies));
        }
        identities.sort(Comparator.comparing(Identity::arn));
        return identities;
    }

    private static List<Identity.Attached> policies(
            XmlNode holder, String inline, String whose, Map<String, String> managed) {
        var policies = new ArrayList<Identity.Attached>();
        for (var policy : holder.members(inline)) {
            policies.add(new Identity.Attached(
                    "the inline policy " + policy.get("PolicyName") + whose, decoded(policy.get("PolicyDocument"))));
        }
        for (var policy : holder.members("AttachedManagedPolicies")) {
            var arn = policy.get("PolicyArn");
            policies.add(new Identity.Attached("the policy " + arn + whose, managed.getOrDefault(arn, "")));
        }
        return policies;
    }

    /// One role with its policies: inline ones have 10,240 characters at most, and 25 can be attached at most.
    Identity role(String arn) throws IOException {
        var name = arn.substring(arn.lastIndexOf('/') + 1);
        var policies = new ArrayList<Identity.Attached>();
        var listed = calls.query(Service.IAM, "ListRolePolicies", Map.of("RoleName", name, "MaxItems", "1000"));
        for (var policy : listed.members("PolicyNames")) {
            var answer =
                    calls.query(Service.IAM, "GetRolePolicy", Map.of("RoleName", name, "PolicyName", policy.text()));
            policies.add(
                    new Identity.Attached("the inline policy " + policy.text(), decoded(answer.get("PolicyDocument"))));
        }
        var attached = calls.query(Service.IAM, "ListAttachedRolePolicies", Map.of("RoleName", name));
        for (var policy : attached.members("AttachedPolicies")) {
            policies.add(
                    new Identity.Attached("the policy " + policy.get("PolicyArn"), managed(policy.get("PolicyArn"))));
        }
        return new Identity(Identity.Kind.ROLE, name, arn, "", policies);
    }

    private String managed(String arn) throws IOException {
        var version = calls.query(Service.IAM, "GetPolicy", Map.of("PolicyArn", arn))
                .child("Policy")
                .get("DefaultVersionId");
        return decoded(calls.query(Service.IAM, "GetPolicyVersion", Map.of("PolicyArn", arn, "VersionId", version))
                .child("PolicyVersion")
                .get("Document"));
    }

    private static String decoded(String document) {
        return URLDecoder.decode(document, StandardCharsets.UTF_8);
    }

    List<Reach> reach(Identity identity, Collection<String> actions, Collection<String> resources) throws IOException {
        var all = List.copyOf(resources);
        var reach = new ArrayList<Reach>();
        for (var from = 0; from < all.size(); from += RESOURCES) {
            var parameters = parameters(identity, actions, all.subList(from, Math.min(from + RESOURCES, all.size())));
            for (var page = 0; ; page++) {
                var answer = calls.query(Service.IAM, "SimulatePrincipalPolicy", parameters);
                allowed(answer, reach);
                if (!answer.get("IsTruncated").equals("true")) {
                    break;
                }
                if (page == MOST_PAGES) {
                    throw new IOException("the simulator does not come to an end");
                }
                parameters.put("Marker", answer.get("Marker"));
            }
        }
        return reach;
    }

    private static Map<String, String> parameters(
            Identity identity, Collection<String> actions, List<String> resources) {
        var parameters = new HashMap<String, String>();
        parameters.put("PolicySourceArn", identity.arn());
        parameters.put("MaxItems", "1000");
        numbered(parameters, "ActionNames.member.", actions);
        numbered(parameters, "ResourceArns.member.", resources);
        context(parameters, 1, "aws:PrincipalArn", "string", identity.arn());
        // A direct call, which is what a Function URL's permission must not allow.
        context(parameters, 2, "lambda:InvokedViaFunctionUrl", "boolean", "false");
        return parameters;
    }

    private static void numbered(Map<String, String> parameters, String prefix, Collection<String> values) {
        var index = 0;
        for (var value : values) {
            parameters.put(prefix + ++index, value);
        }
    }

    private static void context(Map<String, String> parameters, int index, String name, String type, String value) {
        var prefix = "ContextEntries.member." + index + ".ContextKey";
        parameters.put(prefix + "Name", name);
        parameters.put(prefix + "Type", type);
        parameters.put(prefix + "Values.member.1", value);
    }

    /// With several resources the answer says for each apart; the outer decision is of all of them.
    private static void allowed(XmlNode answer, List<Reach> reach) {
        for (var result : answer.members("EvaluationResults")) {
            var action = result.get("EvalActionName");
            var each = result.members("ResourceSpecificResults");
            for (var one : each) {
                if (one.get("EvalResourceDecision").equals("allowed")) {
                    reach.add(new Reach(action, one.get("EvalResourceName")));
                }
            }
            if (each.isEmpty() && result.get("EvalDecision").equals("allowed")) {
                reach.add(new Reach(action, result.get("EvalResourceName")));
            }
        }
    }
}
