package io.sagegate.cli.deployed;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Port: reads what is deployed, with the rights of whoever asks. Nothing is changed.
public interface Deployed {
    Look<Stack> stack();

    Look<FunctionFacts> function(String name);

    Look<TableFacts> table(String name);

    Look<LogFacts> logGroup(String name);

    /// Those of the names that exist.
    Look<List<AlarmFacts>> alarms(Collection<String> names);

    /// Every endpoint of the stack's account and region, by name.
    Look<List<EndpointFacts>> endpoints();

    /// The container image of an inference component; empty where its model names it.
    Look<String> componentImage(String component);

    /// The policy on an endpoint by which its owner lets other accounts in; empty where there is none.
    Look<String> endpointPolicy(String endpoint);

    /// Every role and user of the account, by ARN.
    Look<List<Identity>> identities();

    /// One role, with its policies.
    Look<Identity> role(String arn);

    /// The policy simulator's word on an identity: all that it may do of these actions on these resources.
    Look<List<Reach>> reach(Identity identity, Collection<String> actions, Collection<String> resources);

    /// SageMaker's own count of calls, by endpoint.
    Look<Map<String, Long>> invocations(Collection<EndpointFacts> endpoints, Window window);

    /// The gateway's count of calls that it sent to each endpoint, by its record.
    Look<Map<String, Long>> recorded(String logGroup, Window window);

    /// The time by which this machine's clock is ahead of AWS's, by the newest answer.
    Look<Duration> clockAhead();
}
