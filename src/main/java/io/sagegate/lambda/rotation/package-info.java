/// The second function: rotates clients' API keys in AWS Secrets Manager. May import keys, identity, json and the AWS
/// adapters.
@NullMarked
package io.sagegate.lambda.rotation;

import org.jspecify.annotations.NullMarked;
