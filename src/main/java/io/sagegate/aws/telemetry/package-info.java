/// X-Ray subsegments and EMF metrics.
@NullMarked
package io.sagegate.aws.telemetry;

import org.jspecify.annotations.NullMarked;
