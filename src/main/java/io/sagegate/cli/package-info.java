/// The sagegate command line. May import everything but lambda; its libraries never enter the Lambda package.
@NullMarked
package io.sagegate.cli;

import org.jspecify.annotations.NullMarked;
