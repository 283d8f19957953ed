package io.sagegate.api;

/// What a request is answered with: a whole response, or one that is made while it is sent.
public sealed interface Answer permits Response, StreamedAnswer {}
