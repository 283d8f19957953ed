package io.sagegate.local.lambda;

import io.sagegate.local.http.Header;
import java.util.List;

/// A whole HTTP response.
record HttpAnswer(int status, List<Header> headers, byte[] body) {}
