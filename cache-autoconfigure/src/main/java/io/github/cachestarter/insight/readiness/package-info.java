/**
 * The readiness audit: the production checklist of a cache as rules over facts. The rules are pure; who collects the facts
 * and who shows the report is none of their business. Part of rank 5. Internal.
 */
@NullMarked
package io.github.cachestarter.insight.readiness;

import org.jspecify.annotations.NullMarked;
