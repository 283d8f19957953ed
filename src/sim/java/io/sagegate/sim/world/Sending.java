package io.sagegate.sim.world;

import io.sagegate.api.Request;
import io.sagegate.http.Headers;
import io.sagegate.identity.ApiKey;
import io.sagegate.identity.IamCaller;
import io.sagegate.lambda.SimFunction;
import io.sagegate.sim.Trouble;
import io.sagegate.sim.Way;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;

/// One request on its way into an environment and back.
record Sending(World world, Call call) {
    /// Seconds after which Lambda ends an environment that has not answered.
    static final Duration TIMEOUT = Duration.ofSeconds(20);

    /// Reasons that say that a table failed.
    private static final Pattern UNAVAILABLE = Pattern.compile("\\b(policy|usage|keys)_unavailable\\b");

    /// Calls to the endpoint with the high rate before a snapshot: so many that slots of a batch are left over.
    private static final int PRIMING = 9;

    void send(Random random) {
        var sim = Sim.get();
        var environment = world.fleet().free(random);
        for (var i = 0; i < 400 && environment.isEmpty(); i++) {
            sim.sleep(500_000 + Chances.nanos(random, 20));
            environment = world.fleet().free(random);
        }
        call.begun = sim.time();
        if (environment.isEmpty()) {
            world.story().tell(call, "finds no environment");
            call.ended = sim.time();
            return;
        }
        into(environment.get());
    }

    void into(Environment environment) {
        var sim = Sim.get();
        var task = sim.current().orElseThrow();
        call.disturbances = environment.disturbances();
        environment.enter();
        call.environment = environment;
        call.begun = sim.time();
        task.environment = environment;
        try {
            warm(environment);
            call.begun = sim.time();
            task.call = call;
            call.disturbances = environment.disturbances();
            sim.at(sim.time() + TIMEOUT.toNanos(), () -> timeOut(environment));
            answered(environment);
            sim.alive();
        } catch (Died e) {
            call.status = 0;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            task.environment = null;
            task.call = null;
            environment.leave();
            call.ended = sim.time();
            checkEnd(environment);
            world.story().tell(call, "ends with " + (call.status == 0 ? "no answer" : call.status + reason()));
        }
    }

    private void answered(Environment environment) throws IOException {
        if (call.way.comesInPieces()) {
            var exit = new SimExit(environment, call);
            environment.function().handle(request(), exit);
            exit.tell();
            return;
        }
        var response = environment.function().handle(request());
        call.status = response.status();
        call.answer = new String(response.body(), StandardCharsets.UTF_8);
        call.retryAfter =
                response.headers().first("retry-after").map(Integer::parseInt).orElse(0);
    }

    private void checkEnd(Environment environment) {
        if (call.status == 0 || call.wasDisturbed()) {
            return;
        }
        if (!call.tableFailed && call.holds > 0) {
            world.breach("a call is settled when it ends", call + " still holds " + call.holds);
        }
        if (world.has(Way.QUEUES)) {
            world.services().jobs().checkEnd(call);
        }
        if (UNAVAILABLE.matcher(call.answer).find() && !environment.hasFailed(call.begun)) {
            world.breach("nobody is refused without a cause", call + " got " + call.answer);
        }
    }

    private String reason() {
        var at = call.answer.indexOf("\"reason\":\"");
        // Who leaves may have a part of it.
        var end = call.answer.indexOf('"', at + 10);
        return at < 0 || end < 0 ? "" : " " + call.answer.substring(at + 10, end);
    }

    private void timeOut(Environment environment) {
        if (call.ended == 0) {
            environment.die("as " + call + " takes too long");
        }
    }

    private void warm(Environment environment) {
        if (environment.isReady()) {
            return;
        }
        environment.start();
        if (world.chances().has(Trouble.SNAPSHOTS)) {
            world.services().sinkTable().items(World.USAGE).clear();
            environment.restore(() -> world.callers().stream()
                    .limit(2)
                    .forEach(caller ->
                            SimPolicy.ENDPOINTS.forEach(endpoint -> prime(environment.function(), caller, endpoint))));
        }
        environment.ready();
    }

    private void prime(SimFunction function, Caller caller, String endpoint) {
        for (var i = 0; i < (endpoint.equals(SimPolicy.FAST) ? PRIMING : 1); i++) {
            function.handle(priming(caller, endpoint));
        }
    }

    private Request priming(Caller caller, String endpoint) {
        var token = new Wallet(world, caller).next(world.chances().of("priming", caller.name()));
        token.ifPresent(world.services().issuers().primed::add);
        var path = "/endpoints/" + endpoint + Call.Form.WHOLE.path;
        var key = caller.key().or(() -> world.services().rotations().of(caller).flatMap(Rotating::current));
        return request(caller, key, token, Errand.prompt(path, 10, 10, "", false), "priming");
    }

    private Request request() {
        var more = call.isNamed() ? ",\"model\":\"" + call.model() + "\",\"stream\":" + call.way.streams() : "";
        var path = call.isNamed() ? "/v1/chat/completions" : "/endpoints/" + call.endpoint + call.way.path;
        var key = call.caller.key().or(() -> call.secret.map(Rotating.Held::key));
        var errand = call.errand.orElseGet(() -> Errand.prompt(path, call.input, call.most, more, call.forbidden));
        return request(call.caller, key, call.token, errand, call.id);
    }

    private static Request request(
            Caller caller, Optional<ApiKey> key, Optional<Token> token, Errand errand, String id) {
        var headers = new Headers.Builder().add("content-type", "application/json");
        errand.fields().forEach(headers::add);
        key.ifPresent(sent -> headers.add("authorization", "Bearer " + sent.reveal()));
        token.ifPresent(sent -> headers.add("authorization", "Bearer " + sent.text()));
        var iam = key.isPresent() || caller.bears()
                ? Optional.<IamCaller>empty()
                : Optional.of(new IamCaller(
                        "arn:aws:sts::111122223333:assumed-role/" + caller.name() + "/session",
                        Optional.of("AKIAIOSFODNN7EXAMPLE"),
                        Optional.empty()));
        return new Request(
                id,
                Optional.empty(),
                "function-url",
                errand.method(),
                errand.path(),
                headers.build(),
                errand.body(),
                "192.0.2.1",
                iam,
                "",
                Hooks.instant().plus(TIMEOUT),
                Optional.empty());
    }
}
