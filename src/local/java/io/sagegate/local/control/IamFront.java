package io.sagegate.local.control;

import io.sagegate.local.control.IamPolicy.Word;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// IAM in the query protocol: the account's details, its policy simulator, and policies that are changed.
record IamFront(LocalAccount account) {
    private static final String SPACE = "https://iam.amazonaws.com/doc/2010-05-08/";

    String answer(ControlCall call) throws ControlError {
        account.check("iam:" + call.operation());
        var content = switch (call.operation()) {
            case "GetAccountAuthorizationDetails" -> details(call);
            case "SimulatePrincipalPolicy" -> simulate(call);
            case "ListRolePolicies" -> Xml.list("PolicyNames", role(call).inline.keySet(), Xml::escaped);
            case "GetRolePolicy" -> rolePolicy(call);
            case "ListAttachedRolePolicies" ->
                Xml.list("AttachedPolicies", role(call).managed.keySet(), arn -> Xml.text("PolicyArn", arn));
            case "GetPolicy" -> Xml.element("Policy", Xml.text("DefaultVersionId", "v1"));
            case "GetPolicyVersion" ->
                Xml.element("PolicyVersion", Xml.text("Document", encoded(managed(call.get("PolicyArn")))));
            case "PutRolePolicy", "PutUserPolicy" -> put(call);
            case "UpdateAssumeRolePolicy" -> trust(call);
            default -> throw ControlError.unknown(call.operation());
        };
        return Xml.answer(call.operation(), SPACE, content);
    }

    private String details(ControlCall call) {
        var size = call.get("MaxItems").isEmpty() ? 100 : Integer.parseInt(call.get("MaxItems"));
        var from = call.get("Marker").isEmpty() ? 0 : Integer.parseInt(call.get("Marker"));
        var all = List.copyOf(account.identities.values());
        var page = all.subList(from, Math.min(from + size, all.size()));
        var policies = new LinkedHashMap<String, String>();
        page.forEach(identity -> policies.putAll(identity.managed));
        var more = from + size < all.size();
        return Xml.text("IsTruncated", Boolean.toString(more))
                + (more ? Xml.text("Marker", Integer.toString(from + size)) : "")
                + Xml.list("RoleDetailList", of(page, "role"), IamFront::role)
                + Xml.list("UserDetailList", of(page, "user"), IamFront::user)
                + Xml.list("Policies", policies.entrySet(), policy -> policy(policy.getKey(), policy.getValue()));
    }

    private static List<HeldIdentity> of(List<HeldIdentity> page, String kind) {
        return page.stream().filter(identity -> identity.kind.equals(kind)).toList();
    }

    private static String role(HeldIdentity role) {
        return Xml.text("Path", "/")
                + Xml.text("RoleName", role.name)
                + Xml.text("Arn", role.arn())
                + Xml.text("AssumeRolePolicyDocument", encoded(role.trust))
                + policies(role, "RolePolicyList");
    }

    private static String user(HeldIdentity user) {
        return Xml.text("Path", "/")
                + Xml.text("UserName", user.name)
                + Xml.text("Arn", user.arn())
                + policies(user, "UserPolicyList");
    }

    private static String policies(HeldIdentity identity, String list) {
        return Xml.list(
                        list,
                        identity.inline.entrySet(),
                        policy -> Xml.text("PolicyName", policy.getKey())
                                + Xml.text("PolicyDocument", encoded(policy.getValue())))
                + Xml.list(
                        "AttachedManagedPolicies",
                        identity.managed.keySet(),
                        arn -> Xml.text("PolicyArn", arn)
                                + Xml.text("PolicyName", arn.substring(arn.lastIndexOf('/') + 1)));
    }

    private static String policy(String arn, String document) {
        return Xml.text("Arn", arn)
                + Xml.list(
                        "PolicyVersionList",
                        List.of(document),
                        text -> Xml.text("Document", encoded(text)) + Xml.text("IsDefaultVersion", "true"));
    }

    private static String encoded(String document) {
        return URLEncoder.encode(document, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String simulate(ControlCall call) throws ControlError {
        var identity = identity(call.get("PolicySourceArn"));
        var context = context(call);
        var results = new ArrayList<String>();
        for (var action : call.list("ActionNames")) {
            var resources = call.list("ResourceArns");
            for (var resource : resources.isEmpty() ? List.of("*") : resources) {
                results.add(Xml.text("EvalActionName", action)
                        + Xml.text("EvalResourceName", resource)
                        + Xml.text("EvalDecision", decide(identity, new IamPolicy.Request(action, resource, context))));
            }
        }
        var size = call.get("MaxItems").isEmpty() ? 100 : Integer.parseInt(call.get("MaxItems"));
        var from = call.get("Marker").isEmpty() ? 0 : Integer.parseInt(call.get("Marker"));
        var more = from + size < results.size();
        return Xml.text("IsTruncated", Boolean.toString(more))
                + (more ? Xml.text("Marker", Integer.toString(from + size)) : "")
                + Xml.list(
                        "EvaluationResults",
                        results.subList(Math.min(from, results.size()), Math.min(from + size, results.size())),
                        each -> each);
    }

    private static Map<String, String> context(ControlCall call) {
        var context = new HashMap<String, String>();
        for (var i = 1; ; i++) {
            var prefix = "ContextEntries.member." + i + ".ContextKey";
            if (call.get(prefix + "Name").isEmpty()) {
                return context;
            }
            context.put(call.get(prefix + "Name"), call.get(prefix + "Values.member.1"));
        }
    }

    private static String decide(HeldIdentity identity, IamPolicy.Request request) throws ControlError {
        var documents = new ArrayList<>(identity.inline.values());
        documents.addAll(identity.managed.values());
        var allowed = false;
        for (var document : documents) {
            var word = IamPolicy.parse(document).say(request);
            if (word == Word.DENY) {
                return "explicitDeny";
            }
            allowed |= word == Word.ALLOW;
        }
        return allowed ? "allowed" : "implicitDeny";
    }

    private HeldIdentity identity(String arn) throws ControlError {
        return Optional.ofNullable(account.identities.get(arn))
                .orElseThrow(() -> new ControlError(404, "NoSuchEntity", "There is no " + arn));
    }

    private String managed(String arn) throws ControlError {
        return account.identities.values().stream()
                .flatMap(identity -> Optional.ofNullable(identity.managed.get(arn)).stream())
                .findFirst()
                .orElseThrow(() -> new ControlError(404, "NoSuchEntity", "There is no " + arn));
    }

    private HeldIdentity role(ControlCall call) throws ControlError {
        return identity(LocalAccount.arn("iam", "role/" + call.get("RoleName")));
    }

    private String rolePolicy(ControlCall call) throws ControlError {
        var document = Optional.ofNullable(role(call).inline.get(call.get("PolicyName")))
                .orElseThrow(() -> new ControlError(404, "NoSuchEntity", "There is no such policy"));
        return Xml.text("PolicyDocument", encoded(document));
    }

    private String put(ControlCall call) throws ControlError {
        var kind = call.operation().equals("PutRolePolicy") ? "role" : "user";
        var name = call.get(kind.equals("role") ? "RoleName" : "UserName");
        IamPolicy.parse(call.get("PolicyDocument"));
        identity(LocalAccount.arn("iam", kind + "/" + name)).with(call.get("PolicyName"), call.get("PolicyDocument"));
        return "";
    }

    private String trust(ControlCall call) throws ControlError {
        IamPolicy.parse(call.get("PolicyDocument"));
        identity(LocalAccount.arn("iam", "role/" + call.get("RoleName"))).trust = call.get("PolicyDocument");
        return "";
    }
}
