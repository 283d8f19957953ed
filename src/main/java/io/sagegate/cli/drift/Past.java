package io.sagegate.cli.drift;

import io.sagegate.cli.deployed.Deployed;
import io.sagegate.cli.deployed.EndpointFacts;
import io.sagegate.cli.deployed.Window;
import io.sagegate.cli.report.Harm;
import io.sagegate.cli.report.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Calls that went past the gateway: SageMaker's own count of each endpoint against the gateway's record of the same
/// time. The record is counted from two minutes earlier on, so the difference is the least that went past.
record Past(Side side, Deployed deployed, Window window, String words) {
    List<Observation> of(List<EndpointFacts> endpoints) {
        var ours = endpoints.stream()
                .filter(endpoint -> side.invocable().contains(side.arn("endpoint", endpoint.name())))
                .toList();
        if (window.isEmpty() || ours.isEmpty()) {
            return List.of();
        }
        var group = side.stack().outputs().getOrDefault("LogGroupName", "");
        return deployed.recorded(group, window)
                .observe(
                        Harm.WAY_AROUND,
                        recorded -> deployed.invocations(ours, window)
                                .observe(Harm.WAY_AROUND, counted -> compare(counted, recorded)));
    }

    private List<Observation> compare(Map<String, Long> counted, Map<String, Long> recorded) {
        var found = new ArrayList<Observation>();
        counted.forEach((endpoint, calls) -> {
            var known = recorded.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(endpoint))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            if (calls > known) {
                found.add(Observation.open(
                        Harm.WAY_AROUND,
                        "went-past:" + endpoint,
                        "at least " + (calls - known) + " calls of " + endpoint + " came past the gateway",
                        "from " + window.from() + " to " + window.to() + " SageMaker counted " + calls
                                + ", the record has " + known,
                        "sagegate doctor " + words + " says who can; sagegate rules scp " + words
                                + " prints the policy that forbids it"));
            }
        });
        return found;
    }
}
