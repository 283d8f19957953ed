/// Names that a policy may write: SageMaker's own, and whole ARNs of endpoints. Imports the JDK only.
@NullMarked
package io.sagegate.policy.name;

import org.jspecify.annotations.NullMarked;
