package io.sagegate.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A shipped event for `sam local invoke -e`, with this world's live tokens in it.
record SampleEvent(String fileName, String json) {
    private static final Path SHIPPED = Path.of("events");

    /// All events; none with an outside issuer, since the stack cannot make its tokens.
    static List<SampleEvent> all(LocalWorld world) throws IOException {
        var samples = new ArrayList<SampleEvent>();
        if (world.localIssuer().isEmpty()) {
            return samples;
        }
        var issuer = world.localIssuer().get();
        try (var files = Files.newDirectoryStream(SHIPPED, "*.json")) {
            for (var file : files) {
                var live = Files.readString(file)
                        .replace("${ALICE_TOKEN}", issuer.token("alice"))
                        .replace("${EXPIRED_TOKEN}", issuer.expiredToken("alice"));
                samples.add(new SampleEvent(file.getFileName().toString(), live));
            }
        }
        return samples;
    }
}
