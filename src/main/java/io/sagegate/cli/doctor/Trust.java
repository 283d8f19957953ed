package io.sagegate.cli.doctor;

import io.sagegate.cli.deployed.Identity;
import io.sagegate.cli.report.Harm;
import io.sagegate.cli.report.Observation;
import io.sagegate.cli.report.Shell;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Who may become one of the roles that invoke: Lambda the gateway's, and the gateway those that grants name.
final class Trust implements Check {
    @Override
    public List<Observation> look(Patient patient) {
        return patient.deployed().identities().observe(Harm.WAY_AROUND, all -> of(patient, all));
    }

    private static List<Observation> of(Patient patient, List<Identity> identities) {
        var found = new ArrayList<Observation>();
        for (var identity : identities) {
            if (patient.stack().invokers().contains(identity.arn())) {
                var gateway = identity.arn().equals(patient.stack().roleArn());
                var wanted = gateway ? "lambda.amazonaws.com" : patient.stack().roleArn();
                found.addAll(of(identity, wanted, gateway));
            }
        }
        return found;
    }

    private static List<Observation> of(Identity role, String wanted, boolean gateway) {
        var others = trusted(role.trust());
        others.remove(wanted);
        if (others.isEmpty()) {
            return List.of();
        }
        return List.of(Observation.open(
                Harm.WAY_AROUND,
                "trust:" + role.arn(),
                String.join(", ", others) + " may become the role " + role.name() + ", which invokes models",
                "the role's trust policy; it should name " + wanted + " alone",
                "aws iam update-assume-role-policy --role-name " + Shell.word(role.name()) + " --policy-document '"
                        + document(wanted, gateway) + "'"));
    }

    private static String document(String wanted, boolean gateway) {
        var principal = gateway ? "\"Service\":\"" + wanted + "\"" : "\"AWS\":\"" + wanted + "\"";
        var actions = gateway ? "\"sts:AssumeRole\"" : "[\"sts:AssumeRole\",\"sts:SetSourceIdentity\"]";
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{" + principal
                + "},\"Action\":" + actions + "}]}";
    }

    /// Principals of every statement that allows something; a document that cannot be read trusts "somebody".
    static Set<String> trusted(String document) {
        var trusted = new TreeSet<String>();
        try {
            var root = Json.readObject(document.getBytes(StandardCharsets.UTF_8), JsonLimits.IDENTITY);
            for (var statement : list(root.get("Statement"))) {
                if (statement instanceof Map<?, ?> members && "Allow".equals(members.get("Effect"))) {
                    principals(members.get("Principal"), trusted);
                }
            }
        } catch (JsonException e) {
            trusted.add("somebody");
        }
        return trusted;
    }

    private static void principals(@org.jspecify.annotations.Nullable Object principal, Set<String> into) {
        var values = principal instanceof Map<?, ?> kinds ? kinds.values() : list(principal);
        values.forEach(value -> list(value).forEach(name -> into.add(String.valueOf(name))));
    }

    private static Collection<?> list(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof List<?> list ? list : value == null ? List.of("everybody") : List.of(value);
    }
}
