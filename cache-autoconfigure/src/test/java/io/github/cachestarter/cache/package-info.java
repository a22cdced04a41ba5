/** Tests of Spring's contract over the coordinator and a store in memory. */
package io.github.cachestarter.cache;
