/**
 * What is measured of the product, for MicroProfile Metrics: Prometheus text at {@code /metrics}.
 *
 * <p>Always: a scrape reads memory alone; what it shows is at most half a minute old.
 */
@NullMarked
package org.latchkey.web.metrics;

import org.jspecify.annotations.NullMarked;
