/// Our own runtime for Lambda, since AWS's runtime for Java buffers answers. It polls the Runtime API, passes each
/// event to the gateway and streams the answer. The script `stream-runtime` starts it in place of AWS's client.
@NullMarked
package io.sagegate.lambda.stream;

import org.jspecify.annotations.NullMarked;
