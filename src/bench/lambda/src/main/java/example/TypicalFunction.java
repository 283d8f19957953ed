package example;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/// A gateway in one function: who calls, may they, how often; then the model, a log line and metrics.
public final class TypicalFunction implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
    private static final Logger LOG = LoggerFactory.getLogger(TypicalFunction.class);

    private final Metrics metrics = MetricsFactory.getMetricsInstance();
    private final Callers callers;
    private final Rights rights;
    private final Model model = new Model();

    public TypicalFunction() throws MalformedURLException {
        callers = new Callers(System.getenv("ISSUER"), System.getenv("AUDIENCE"));
        rights = new Rights(
                DynamoDbClient.builder()
                        .endpointOverride(URI.create(System.getenv("DYNAMODB_ENDPOINT")))
                        .build(),
                System.getenv("POLICY_TABLE"),
                System.getenv("USAGE_TABLE"));
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        return PowertoolsLogging.withLogging(context, () -> {
            var begun = System.nanoTime();
            var answer = answer(event);
            metrics.addMetric("Calls", 1, MetricUnit.COUNT);
            metrics.addMetric("Latency", (System.nanoTime() - begun) / 1e6, MetricUnit.MILLISECONDS);
            metrics.flush();
            return answer;
        });
    }

    private APIGatewayV2HTTPResponse answer(APIGatewayV2HTTPEvent event) {
        var caller = callers.caller(event.getHeaders());
        if (caller.isEmpty()) {
            return Answers.json(401, "{\"message\":\"no valid token\"}");
        }
        var answer = answer(caller.get(), Answers.body(event));
        LOG.info(
                "call",
                StructuredArguments.entry("caller", caller.get().getSubject()),
                StructuredArguments.entry("endpoint", Model.ENDPOINT),
                StructuredArguments.entry("status", answer.getStatusCode()));
        return answer;
    }

    private APIGatewayV2HTTPResponse answer(JWTClaimsSet caller, String body) {
        var groups = groups(caller);
        if (!rights.may(groups, Model.ENDPOINT)) {
            return Answers.json(403, "{\"message\":\"not granted\"}");
        }
        if (!rights.count(caller.getSubject(), groups)) {
            return Answers.json(429, "{\"message\":\"too many calls today\"}");
        }
        return Answers.json(200, model.invoke(body));
    }

    private static List<String> groups(JWTClaimsSet caller) {
        try {
            var groups = caller.getStringListClaim("groups");
            return groups == null ? List.of() : groups;
        } catch (ParseException e) {
            return List.of();
        }
    }
}
