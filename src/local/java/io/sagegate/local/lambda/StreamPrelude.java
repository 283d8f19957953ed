package io.sagegate.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import io.sagegate.local.http.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// The status and headers in front of a streamed payload: JSON, then eight NUL bytes.
record StreamPrelude(int status, List<Header> headers) {
    static final String MEDIA_TYPE = "application/vnd.awslambda.http-integration-response";
    private static final int NULS = 8;

    /// Reads up to and including the delimiter, leaving the stream at the payload's first byte.
    static StreamPrelude read(String contentType, InputStream stream) throws IOException, MalformedAnswer {
        if (!contentType.equalsIgnoreCase(MEDIA_TYPE)) {
            return new StreamPrelude(200, List.of(new Header("Content-Type", contentType)));
        }
        JsonNode json = FunctionAnswer.parse(json(stream));
        int status = json.has("statusCode") ? FunctionAnswer.status(json) : 200;
        return new StreamPrelude(status, FunctionAnswer.head(json));
    }

    private static byte[] json(InputStream stream) throws IOException, MalformedAnswer {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int nuls = 0;
        while (nuls < NULS) {
            int b = stream.read();
            if (b < 0 || text.size() + NULS > Limits.PRELUDE) {
                throw new MalformedAnswer("no prelude in the first " + Limits.PRELUDE + " bytes");
            }
            if (b == 0) {
                nuls++;
            } else if (nuls > 0) {
                throw new MalformedAnswer("delimiter is not eight NUL bytes");
            } else {
                text.write(b);
            }
        }
        return text.toByteArray();
    }
}
