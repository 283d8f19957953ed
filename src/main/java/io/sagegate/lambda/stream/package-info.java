/// Our own runtime for Lambda, since AWS's for Java buffers answers: polls the Runtime API, hands each event to the
/// gateway and streams what comes back. Started in place of AWS's client by the script `stream-runtime`.
@NullMarked
package io.sagegate.lambda.stream;

import org.jspecify.annotations.NullMarked;
