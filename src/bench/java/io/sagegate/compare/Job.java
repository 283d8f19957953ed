package io.sagegate.compare;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;

/// The one job of all ways: a short chat that answers 40 tokens, whole or streamed.
final class Job {
    static final int TOKENS = 40;
    static final String ENDPOINT = "chat-llm";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String WHOLE = "{\"model\":\"tale-7b\",\"max_tokens\":" + TOKENS
            + ",\"messages\":[{\"role\":\"system\",\"content\":\"You tell tales to children. Be kind, be brief, and never"
            + " frighten anybody.\"},{\"role\":\"user\",\"content\":\"Tell me the tale of the fisherman and his wife from"
            + " its beginning, please, as it was told long ago beside the sea.\"}]}";

    private Job() {}

    static String body(boolean streamed) {
        return streamed ? "{\"stream\":true," + WHOLE.substring(1) : WHOLE;
    }

    static HttpRequest request(URI address, Map<String, String> headers, boolean streamed) {
        var request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body(streamed)));
        headers.forEach(request::header);
        return request.build();
    }
}
