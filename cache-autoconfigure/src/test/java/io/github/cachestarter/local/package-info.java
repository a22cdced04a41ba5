/** Tests of the local tier: no Redis, clocks and messages in the test's hand. */
package io.github.cachestarter.local;
