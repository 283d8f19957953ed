package io.sagegate.sim.world;

import io.sagegate.sim.Trouble;
import io.sagegate.sim.world.Net.Fate;
import io.sagegate.sim.world.Net.Piece;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/// Streamed answers of the models: server-sent events in frames, which come in pieces. Some break off, and some state
/// what no call can use.
record ModelStreams(World world) {
    /// Milliseconds that a streamed answer takes at most.
    private static final long LONGEST = 300;

    static final List<Long> LIES = List.of(-7L, 0L, 900L, 4_000_000_000L, Long.MAX_VALUE);

    /// The answer to a call, which visits its model.
    Fate.Streaming answer(Call call, Random random) {
        var output = 1 + random.nextInt(call.most);
        var troubled = world.chances().hits(Trouble.MODELS, random, 200);
        var stated = (long) output;
        if (troubled && random.nextBoolean()) {
            stated = LIES.get(random.nextInt(LIES.size()));
            call.lied = true;
        }
        var frames = frames(call.input, output, stated, random);
        var end = troubled && !call.lied ? Ending.of(random) : Ending.GOOD;
        var pieces = pieces(Arrays.copyOf(frames, end.length(frames.length, random)), end, random);
        var now = Sim.get().time();
        world.visited(call, new Call.Visit(now, now + pieces.getLast().after(), call.input, output));
        return new Fate.Streaming(200, Map.of("X-Amzn-SageMaker-Content-Type", "text/event-stream"), pieces);
    }

    private static byte[] frames(int input, int output, long stated, Random random) {
        var out = new ByteArrayOutputStream();
        for (var left = output; left > 0; ) {
            var tokens = Math.min(left, 1 + random.nextInt(40));
            frame(
                    out,
                    "{\"debug\":\"" + Models.SECRET + "\",\"choices\":[{\"delta\":{\"content\":\""
                            + "word".repeat(tokens) + "\"}}]}");
            left -= tokens;
        }
        frame(out, "{\"choices\":[],\"usage\":{\"prompt_tokens\":" + input + ",\"completion_tokens\":" + stated + "}}");
        frame(out, "[DONE]");
        return out.toByteArray();
    }

    private static void frame(ByteArrayOutputStream out, String data) {
        var headers = Map.of(
                ":message-type", HeaderValue.fromString("event"), ":event-type", HeaderValue.fromString("PayloadPart"));
        new Message(headers, ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8)).encode(out);
    }

    private enum Ending {
        GOOD,
        /// The connection breaks.
        BROKEN,
        /// The answer ends properly, in its last frame.
        TOO_EARLY,
        /// Nothing more comes.
        SILENT;

        static Ending of(Random random) {
            return values()[1 + random.nextInt(3)];
        }

        int length(int whole, Random random) {
            return switch (this) {
                case GOOD -> whole;
                case BROKEN, SILENT -> random.nextInt(whole);
                case TOO_EARLY -> whole - 1 - random.nextInt(10);
            };
        }
    }

    private static List<Piece> pieces(byte[] bytes, Ending end, Random random) {
        var pieces = new ArrayList<Piece>();
        var at = 0L;
        for (var from = 0; from < bytes.length; ) {
            var to = Math.min(bytes.length, from + 1 + random.nextInt(700));
            at += 1 + Chances.nanos(random, LONGEST / 4);
            pieces.add(new Piece.Bytes(at, Arrays.copyOfRange(bytes, from, to)));
            from = to;
        }
        pieces.add(
                end == Ending.SILENT
                        ? new Piece.Silence(at + 30 * Cap.SECOND)
                        : new Piece.End(at + 1, end == Ending.BROKEN));
        return pieces;
    }
}
