package io.sagegate.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.sagegate.local.lambda.Events;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// An event for `sam local invoke -e`, with a live token where it needs one.
record SampleEvent(String name, JsonNode json) {
    static List<SampleEvent> all(LocalWorld world) throws IOException {
        String body = SampleCall.read().features();
        Events events = new Events(Account.REGION, SampleCall.PATH, "text/csv", body);
        List<SampleEvent> samples = new ArrayList<>();
        samples.add(new SampleEvent("iam-allowed", events.withIdentity(SampleCall.IAM_ARN)));
        samples.add(new SampleEvent(
                "iam-denied", events.withIdentity("arn:aws:sts::" + Account.ID + ":assumed-role/Intern/bob")));
        samples.add(new SampleEvent("no-credential", events.anonymous()));
        world.localIssuer().ifPresent(issuer -> {
            samples.add(new SampleEvent("alice-allowed", events.withToken(issuer.token("alice"))));
            samples.add(new SampleEvent("mallory-denied", events.withToken(issuer.token("mallory"))));
            samples.add(new SampleEvent("alice-expired", events.withToken(issuer.expiredToken("alice"))));
        });
        return samples;
    }
}
