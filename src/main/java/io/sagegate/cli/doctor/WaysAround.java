package io.sagegate.cli.doctor;

import io.sagegate.cli.deployed.Identity;
import io.sagegate.cli.deployed.Look;
import io.sagegate.cli.deployed.Reach;
import io.sagegate.cli.report.Harm;
import io.sagegate.cli.report.Observation;
import io.sagegate.cli.report.Shell;
import io.sagegate.cli.rules.InvokingAction;
import io.sagegate.cli.rules.InvokingAction.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which roles and users of the account reach a model, or the functions, past the gateway's doors: by the word of IAM's
/// policy simulator.
final class WaysAround implements Check {
    /// Identities that the simulator is asked of; more are a finding of their own.
    private static final int MOST = 2_000;

    /// Simulations at the same time: more are throttled.
    private static final int AT_ONCE = 4;

    /// Names that a finding lists.
    private static final int NAMED = 4;

    /// Roles of AWS's own services, which nobody else can assume and whose policies nobody can change.
    private static final String SERVICE_LINKED = ":role/aws-service-role/";

    private static final List<String> MODELS = Stream.of(Kind.ENDPOINT, Kind.TOKEN, Kind.SHARING)
            .flatMap(kind -> InvokingAction.of(kind).stream())
            .toList();
    private static final List<String> FUNCTIONS = InvokingAction.of(Kind.FUNCTION);

    @Override
    public List<Observation> look(Patient patient) {
        return patient.deployed().identities().observe(Harm.WAY_AROUND, all -> of(patient, all));
    }

    private static List<Observation> of(Patient patient, List<Identity> identities) {
        var found = new ArrayList<Observation>();
        var asked = identities.stream()
                .filter(each -> !each.arn().contains(SERVICE_LINKED) && (may(each, MODELS) || may(each, FUNCTIONS)))
                .toList();
        if (asked.size() > MOST) {
            found.add(Observation.unseen(
                    Harm.WAY_AROUND,
                    "further-identities",
                    (asked.size() - MOST) + " of " + asked.size() + " roles and users that may invoke something",
                    "a look at fewer",
                    "the simulator is asked of " + MOST + " at most"));
        }
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            var jobs = asked.stream()
                    .limit(MOST)
                    .<Callable<List<Observation>>>map(each -> () -> of(patient, each))
                    .toList();
            for (var result : threads.invokeAll(jobs)) {
                found.addAll(result.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return found;
    }

    private static boolean may(Identity identity, List<String> actions) {
        return identity.policies().stream().anyMatch(policy -> MayAllow.any(policy.document(), actions));
    }

    private static List<Observation> of(Patient patient, Identity identity) {
        var found = new ArrayList<Observation>();
        var endpoints = patient.stack().invocable().stream()
                .filter(arn -> arn.contains(":endpoint/"))
                .toList();
        if (!patient.stack().invokers().contains(identity.arn()) && may(identity, MODELS) && !endpoints.isEmpty()) {
            found.addAll(ask(patient, identity, "around", MODELS, endpoints));
        }
        if (may(identity, FUNCTIONS)) {
            var functions = patient.stack().gateways().stream()
                    .map(patient.stack()::functionArn)
                    .flatMap(arn -> Stream.of(arn, arn + ":live"))
                    .toList();
            found.addAll(ask(patient, identity, "direct", FUNCTIONS, functions));
        }
        return found;
    }

    private static List<Observation> ask(
            Patient patient, Identity identity, String id, List<String> actions, List<String> resources) {
        return switch (patient.deployed().reach(identity, actions, resources)) {
            case Look.Unseen<List<Reach>>(var what, var right, var why) ->
                List.of(Observation.unseen(Harm.WAY_AROUND, id + ":" + identity.arn(), what, right, why));
            case Look.Seen<List<Reach>>(var reach) ->
                reach.isEmpty()
                        ? List.of()
                        : List.of(Observation.open(
                                id.equals("direct") ? Harm.OPEN_DOOR : Harm.WAY_AROUND,
                                id + ":" + identity.arn(),
                                what(identity, id, reach),
                                "what allows it is in " + granting(identity, actions),
                                mend(patient, identity)));
        };
    }

    private static String what(Identity identity, String id, List<Reach> reach) {
        var who = identity.kind().word() + " " + identity.name();
        if (id.equals("direct")) {
            return who + " may call " + names(reach) + " directly, with an event that names any caller";
        }
        var actions = reach.stream().map(Reach::action).distinct().sorted().toList();
        return who + " may reach " + names(reach) + " past the gateway, by " + String.join(", ", actions);
    }

    private static String names(List<Reach> reach) {
        var names = reach.stream()
                .map(each -> each.resource().replaceFirst("^.*?(?:endpoint/|function:)", ""))
                .map(name -> name.split(":", 2)[0])
                .distinct()
                .sorted()
                .toList();
        var first = names.stream().limit(NAMED).collect(Collectors.joining(", "));
        return names.size() > NAMED ? first + " and " + (names.size() - NAMED) + " more" : first;
    }

    private static String granting(Identity identity, List<String> actions) {
        return identity.policies().stream()
                .filter(policy -> MayAllow.any(policy.document(), actions))
                .map(Identity.Attached::from)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /// A denial beside what the identity has: taking its policy away would take its other rights too.
    private static String mend(Patient patient, Identity identity) {
        if (identity.name().startsWith("AWSReservedSSO_")) {
            return "sagegate rules scp " + patient.words() + " prints the statements to add to its permission set";
        }
        var kind = identity.kind().word();
        return "sagegate rules scp " + patient.words() + " > not-around.json && aws iam put-" + kind + "-policy --"
                + kind + "-name " + Shell.word(identity.name())
                + " --policy-name NotAroundSagegate --policy-document file://not-around.json";
    }
}
