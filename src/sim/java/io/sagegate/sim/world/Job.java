package io.sagegate.sim.world;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/// A queued call as SageMaker has it.
final class Job {
    /// The end of a job.
    enum Fate {
        GOOD,
        /// The result is written twice.
        TWICE,
        /// Nothing is ever written.
        NEVER,
        /// The model fails, and says something that callers must not see.
        FAILED,
        /// The result states what no call can use.
        LYING,
        /// The result is no JSON.
        RUBBISH;

        static Fate of(Random random) {
            return values()[1 + random.nextInt(values().length - 1)];
        }
    }

    final Call call;

    /// The id by which its result is asked for.
    final String id;

    final Fate fate;

    /// The object that is written.
    final String text;

    /// Virtual time at which it is written.
    final long written;

    /// How often its true use was settled.
    int settled;

    Job(Call call, String id, Fate fate, int input, int output, long written, Random random) {
        this.call = call;
        this.id = id;
        this.fate = fate;
        this.written = written;
        this.text = switch (fate) {
            case FAILED -> "Received client error (400) from model with message \"" + Models.SECRET + "\"";
            case RUBBISH -> Models.SECRET + "word".repeat(output);
            case LYING -> {
                var lies = ModelStreams.LIES;
                yield result(input, output, lies.get(random.nextInt(lies.size())));
            }
            case GOOD, TWICE, NEVER -> result(input, output, output);
        };
        call.lied = fate == Fate.LYING || fate == Fate.RUBBISH;
    }

    private String result(int input, int output, long stated) {
        return Models.text(input, output, stated) + mark();
    }

    private String mark() {
        return ",\"id\":\"" + id + "\"}";
    }

    boolean fails() {
        return fate == Fate.FAILED;
    }

    boolean hasResult() {
        return fate != Fate.FAILED && fate != Fate.NEVER;
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    String key() {
        return (fails() ? "results/failed/" : "results/") + id + ".out";
    }

    /// Whether an answer is all of the result, with or without what a filter takes out.
    boolean isWhole(String answer) {
        return answer.equals(text) || (hasResult() && answer.endsWith(mark()));
    }

    boolean isOf(Call other) {
        return call.caller.equals(other.caller) && call.endpoint.equals(other.endpoint);
    }

    @Override
    public String toString() {
        return "the " + fate + " result of " + call;
    }
}
