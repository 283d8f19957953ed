package io.sagegate.gateway;

/// What a request is answered with: a whole response, or one that is made while it is sent.
sealed interface Answer permits Response, StreamedAnswer {}
