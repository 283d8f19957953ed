package io.sagegate.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/// A sample call's data: a row that the model has never seen, with its diagnosis.
public record SampleCall(String diagnosis, String features) {
    public static final String ENDPOINT = "tumor-xgb";
    public static final String PATH = "/endpoints/" + ENDPOINT + "/invocations";
    public static final String IAM_ARN = "arn:aws:sts::" + Account.ID + ":assumed-role/BatchScorer/nightly";

    public static SampleCall read() throws IOException {
        try (InputStream in = SampleCall.class.getResourceAsStream("/model/held-out.csv")) {
            if (in == null) {
                throw new IOException("model/held-out.csv is not on the class path");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            String row = lines.lines().skip(1).findFirst().orElseThrow(() -> new IOException("no held-out rows"));
            int comma = row.indexOf(',');
            return new SampleCall(row.substring(0, comma), row.substring(comma + 1));
        }
    }
}
