package io.sagegate.bench;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Reads the event, answers 200: what the runtime itself costs.
public final class EmptyHandler implements RequestStreamHandler {
    private static final byte[] ANSWER = "{\"statusCode\":200,\"headers\":{},\"body\":\"\",\"isBase64Encoded\":false}"
            .getBytes(StandardCharsets.UTF_8);

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        input.readAllBytes();
        output.write(ANSWER);
    }
}
