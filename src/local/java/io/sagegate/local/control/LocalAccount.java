package io.sagegate.local.control;

import io.sagegate.local.world.CallTally;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;

/// The content of the account: the gateway's stack, the models, and people's roles. Changed by tests, and by the
/// calls that the command line advises.
///
/// Not safe for concurrent use: [ControlPlane] holds it for each call, and others lock it.
public final class LocalAccount {
    public static final String ID = "111122223333";
    public static final String REGION = "us-east-1";

    /// The stack that stands here.
    public static final String STACK = "sagegate";

    final Map<String, String> parameters = new TreeMap<>();
    final Map<String, String> outputs = new TreeMap<>();
    final Map<String, HeldResource> resources = new LinkedHashMap<>();
    final Map<String, HeldFunction> functions = new TreeMap<>();
    final Map<String, HeldTable> tables = new TreeMap<>();
    final Map<String, HeldAlarm> alarms = new TreeMap<>();
    final Map<String, HeldEndpoint> endpoints = new TreeMap<>();
    final Map<String, HeldIdentity> identities = new TreeMap<>();
    final HeldLogGroup log;
    final CallTally tally;

    /// Rights that whoever asks does not have, such as `iam:SimulatePrincipalPolicy`.
    private final Set<String> refused = new ConcurrentSkipListSet<>();

    /// @param auditLog the record that the log group holds
    LocalAccount(Path auditLog, CallTally tally) {
        this.log = new HeldLogGroup("sagegate-GatewayLogGroup", auditLog);
        this.tally = tally;
    }

    record HeldResource(String type, String physical) {}

    public Map<String, HeldFunction> functions() {
        return functions;
    }

    public HeldFunction function(String name) {
        return Objects.requireNonNull(functions.get(name), name);
    }

    public HeldAlarm alarm(String name) {
        return Objects.requireNonNull(alarms.get(name), name);
    }

    public HeldIdentity identity(String arn) {
        return Objects.requireNonNull(identities.get(arn), arn);
    }

    public Map<String, HeldTable> tables() {
        return tables;
    }

    public Map<String, HeldAlarm> alarms() {
        return alarms;
    }

    public Map<String, HeldEndpoint> endpoints() {
        return endpoints;
    }

    public Map<String, HeldIdentity> identities() {
        return identities;
    }

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    public Map<String, String> parameters() {
        return parameters;
    }

    public Map<String, String> outputs() {
        return outputs;
    }

    public HeldLogGroup log() {
        return log;
    }

    /// Takes a right from whoever asks, or gives it back.
    public void refuse(String right, boolean yes) {
        if (yes) {
            refused.add(right);
        } else {
            refused.remove(right);
        }
    }

    void check(String right) throws ControlError {
        if (refused.contains(right)) {
            throw new ControlError(
                    403,
                    "AccessDenied",
                    "User: arn:aws:iam::" + ID + ":user/operator is not authorized to perform: " + right);
        }
    }

    static String arn(String service, String resource) {
        var region = service.equals("iam") ? "" : REGION;
        return "arn:aws:" + service + ":" + region + ":" + ID + ":" + resource;
    }
}
