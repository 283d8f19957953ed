package io.sagegate.api;

/// The answer to a request: a whole response, or one that is sent while it is made.
public sealed interface Answer permits Response, StreamedAnswer {}
