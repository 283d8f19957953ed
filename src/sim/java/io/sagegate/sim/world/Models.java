package io.sagegate.sim.world;

import io.sagegate.sim.Trouble;
import io.sagegate.sim.world.Net.Fate;
import io.sagegate.sim.world.Net.Served;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// SageMaker's models. They state what each call used, and put a secret beside it.
final class Models {
    static final String SECRET = "not-for-callers";

    private final World world;

    /// Virtual times until which endpoints refuse every call.
    private final Map<String, Long> busyUntil = new HashMap<>();

    Models(World world) {
        this.world = world;
    }

    Served serve(Net.Sent sent, @Nullable Call call, Environment environment, Random random) {
        if (call == null) {
            return new Served(answer(1, 1), 0);
        }
        call.endpoint = call.route.stream()
                .filter(endpoint -> sent.path().startsWith("/endpoints/" + endpoint + "/"))
                .findFirst()
                .orElse(call.endpoint);
        if (!sent.path().equals("/endpoints/" + call.endpoint + call.way.path)) {
            world.breach("the target asked for", call + " went to " + sent.path());
        }
        world.checkBeforeModel(call, environment);
        world.services().sts().check(call, sent);
        GuardRule.checkBeforeModel(world, call);
        world.ids().checkSpan(call, sent.headers().getOrDefault("X-Amzn-SageMaker-Custom-Attributes", ""));
        if (world.chances().hits(Trouble.MODELS, random, call.isNamed() ? 300 : 60)) {
            stayBusy(call, random);
            return refusal(random);
        }
        if (Sim.get().time() < busyUntil.getOrDefault(call.endpoint, 0L)) {
            return refusal(random);
        }
        if (call.way == Call.Form.QUEUED) {
            return world.services().jobs().take(call, sent, random);
        }
        if (call.way.streams()) {
            return new Served(new ModelStreams(world).answer(call, random), Chances.nanos(random, 50));
        }
        var slow = world.chances().hits(Trouble.MODELS, random, 120);
        var nanos = Chances.nanos(random, slow ? 60_000 : call.endpoint.equals(SimPolicy.FAST) ? 5 : 1_500);
        var output = 1 + random.nextInt(call.most);
        var now = Sim.get().time();
        world.visited(call, new Call.Visit(now, now + nanos, call.input, output));
        return new Served(answer(call.input, output), nanos);
    }

    /// An endpoint that turns calls by names away may stay busy for a while.
    private void stayBusy(Call call, Random random) {
        if (call.isNamed() && random.nextInt(3) == 0) {
            busyUntil.put(call.endpoint, Sim.get().time() + Chances.nanos(random, 8_000));
        }
    }

    private static Served refusal(Random random) {
        var type = random.nextBoolean() ? "ThrottlingException" : "ServiceUnavailable";
        var status = type.equals("ThrottlingException") ? 429 : 503;
        return new Served(
                new Fate.Answered(status, Map.of("x-amzn-ErrorType", type), "{}".getBytes(StandardCharsets.UTF_8)), 0);
    }

    static Fate.Answered answer(int input, int output) {
        var body = text(input, output, output) + "}";
        return new Fate.Answered(
                200, Map.of("Content-Type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
    }

    /// An answer but for its last brace.
    ///
    /// @param stated tokens of the answer, as the model says
    static String text(int input, int output, long stated) {
        return "{\"debug\":\"" + SECRET + "\",\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\""
                + "word".repeat(output) + "\"}}],\"usage\":{\"prompt_tokens\":" + input + ",\"completion_tokens\":"
                + stated + ",\"total_tokens\":" + (input + stated) + "}";
    }
}
